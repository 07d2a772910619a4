internal import HelperProtocol
internal import SystemSupport

/// Calls a helper in this process through a ``HelperSession``.
struct InProcessCaller<Helper: CredentialHelper>: HelperCaller {
    let helper: Helper
    let identity: HelperIdentity

    var name: String { identity.name }

    /// A call in this process cannot be ended, so the run stops after it.
    func limited(to end: Deadline) -> Self { self }

    func call(_ arguments: [String], input: [UInt8]) -> HelperOutcome {
        let response = HelperSession(helper, as: identity).respond(to: arguments) { _ throws(HelperError) in
            guard input.count <= HelperMessage.maximumInputSize else { throw .inputTooLarge }
            return input
        }
        return HelperOutcome(response)
    }

    func callAtTerminal(_ action: String, typing text: [UInt8]) -> HelperOutcome? { nil }
}
