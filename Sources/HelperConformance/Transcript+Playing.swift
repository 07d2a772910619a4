public import HelperProtocol

/// The player: one call after the other, against a helper in memory.
extension Transcript.Scenario {
    /// Plays the scenario against a helper in this process.
    ///
    /// - Parameters:
    ///   - helper: A helper whose store is empty.
    ///   - identity: What it calls itself.
    /// - Returns: What was not as written; nothing if all was.
    public func play(on helper: some CredentialHelper, as identity: HelperIdentity) -> [TranscriptMismatch] {
        let session = HelperSession(helper, as: identity)
        return play(name: identity.name) { arguments, input in
            let response = session.respond(to: arguments) { _ throws(HelperError) in
                guard input.count <= HelperMessage.maximumInputSize else { throw .inputTooLarge }
                return input
            }
            return HelperOutcome(response)
        }
    }

    /// Plays the scenario through any way to call a helper.
    func play<Failure: Error>(
        name: String,
        call: (_ arguments: [String], _ input: [UInt8]) throws(Failure) -> HelperOutcome
    ) throws(Failure) -> [TranscriptMismatch] {
        var mismatches: [TranscriptMismatch] = []
        for expected in calls {
            let arguments = expected.arguments.map { String(decoding: $0.bytes(name: name), as: UTF8.self) }
            let outcome = try call(arguments, expected.input.bytes(name: name))
            mismatches += expected.differences(from: outcome, name: name).map {
                TranscriptMismatch(file: file, line: expected.line, text: "\(title): \(arguments): \($0)")
            }
        }
        return mismatches
    }
}
