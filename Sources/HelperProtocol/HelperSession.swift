internal import SystemSupport

/// One call of a helper, as a function from arguments and input to a response.
///
/// A session uses no process, stream or environment, so tests can call a helper with plain values.
/// ``CredentialHelper/serve(as:)`` runs a session in a process.
public struct HelperSession<Helper: CredentialHelper> {
    private let helper: Helper
    private let identity: HelperIdentity
    private let diagnostics: HelperDiagnostics

    /// Creates a session for one call.
    ///
    /// - Parameters:
    ///   - helper: The helper to call.
    ///   - identity: The name and version for the usage and version lines.
    ///   - diagnostics: Where the debug trace is written.
    public init(_ helper: Helper, as identity: HelperIdentity, diagnostics: HelperDiagnostics = .silent) {
        self.helper = helper
        self.identity = identity
        self.diagnostics = diagnostics
    }

    /// Handles one call.
    ///
    /// - Parameters:
    ///   - arguments: The command line without the program's name.
    ///   - readInput: Returns all of standard input. Called only for actions that have a payload, since a client may
    ///     keep the pipe open for the others.
    /// - Returns: The output and exit status of the process. An error is one line on standard output.
    public func respond(
        to arguments: [String],
        readInput: (HelperAction) throws(HelperError) -> [UInt8]
    ) -> HelperResponse {
        guard let argument = arguments.first, arguments.count == 1 else {
            return .line(identity.usageLine, exitStatus: 1)
        }
        switch argument {
        case "--help", "-h": return .line(identity.usageLine, exitStatus: 0)
        case "--version", "-v": return .line(identity.versionLine, exitStatus: 0)
        default: break
        }
        guard let action = HelperAction(rawValue: argument) else {
            return .line("\(identity.name): unknown action: \(argument.escapedForProtocol)", exitStatus: 1)
        }
        do {
            diagnostics.trace("action \(action.rawValue)")
            let output = try perform(action, readInput: readInput)
            diagnostics.trace("\(action.rawValue) succeeded")
            return HelperResponse(output: output)
        } catch {
            diagnostics.trace("\(action.rawValue) failed: \(error.code)")
            return .line(error.message, advice: error.advice, exitStatus: 1)
        }
    }

    private func perform(
        _ action: HelperAction,
        readInput: (HelperAction) throws(HelperError) -> [UInt8]
    ) throws(HelperError) -> [UInt8] {
        switch action {
        case .store:
            try helper.store(try HelperMessage.credentials(from: try readInput(action)))
            return []
        case .get:
            let server = try HelperMessage.server(from: try readInput(action))
            var credentials = try helper.get(server)
            credentials.server = server
            return HelperMessage.answer(credentials)
        case .erase:
            let server = try HelperMessage.server(from: try readInput(action))
            do {
                try helper.erase(server)
            } catch  where error.code == .credentialsNotFound {
                diagnostics.trace("there was nothing to erase")
            }
            return []
        case .list:
            return HelperMessage.answer(try helper.list())
        case .version:
            return Array("\(identity.versionLine)\n".utf8)
        }
    }
}
