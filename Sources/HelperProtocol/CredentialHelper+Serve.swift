internal import SystemPackage
internal import SystemSupport

extension CredentialHelper {
    /// Handles the call that started this process, then exits.
    ///
    /// Forbids core dumps, ends child processes when a signal ends this one, reads standard input to its end if the
    /// action has a payload, and writes the response. The exit status is 0 on success. It is 1 after an error, or if
    /// the response cannot be written.
    ///
    /// - Parameter identity: The program's name and version.
    public func serve(as identity: HelperIdentity) -> Never {
        let diagnostics = HelperDiagnostics.standardError(of: identity)
        let arguments: [String]
        do {
            try StandardStreams.ensureOpen()
            arguments = try CurrentProcess.arguments
        } catch {
            diagnostics.note("\(error)")
            CurrentProcess.exit(1)
        }
        CurrentProcess.endChildrenOnSignals()
        // No other process may read the secrets in this one, not even after a crash. Sandboxes may lack the system
        // call; the helper then still works.
        try? CoreDumps.forbid()
        let response = HelperSession(self, as: identity, diagnostics: diagnostics)
            .respond(to: arguments) { action throws(HelperError) in
                try Self.readInput(for: action, as: identity, diagnostics: diagnostics)
            }
        response.advice.forEach(diagnostics.note)
        do {
            try StandardStreams.write(response.output, to: .standardOutput)
        } catch {
            diagnostics.note("\(error)")
            CurrentProcess.exit(1)
        }
        CurrentProcess.exit(response.exitStatus)
    }

    private static func readInput(
        for action: HelperAction,
        as identity: HelperIdentity,
        diagnostics: HelperDiagnostics
    ) throws(HelperError) -> [UInt8] {
        if Terminal.isTerminal(.standardInput) {
            let payload = action == .store ? "credentials as one JSON object" : "a server URL"
            diagnostics.note("waiting for \(payload) on the terminal; end it with Ctrl-D")
        }
        do {
            return try StandardStreams.readStandardInput(limit: HelperMessage.maximumInputSize)
        } catch  where error.code == .tooLarge {
            throw .inputTooLarge
        } catch {
            throw HelperError(.failed, "\(error)")
        }
    }
}

extension HelperDiagnostics {
    /// Writes to standard error, and starts each line with the program's name.
    ///
    /// - Parameter identity: The program whose name starts each line.
    /// - Returns: A destination that also writes traces if `DOCKER_CREDENTIAL_DEBUG` is 1.
    public static func standardError(of identity: HelperIdentity) -> HelperDiagnostics {
        let name = identity.name
        return HelperDiagnostics(isTracing: HelperSettings.isTracing { ProcessEnvironment.current[$0] }) { line in
            // If standard error fails, there is no other place to report it.
            try? StandardStreams.write(Array("\(name): \(line)\n".utf8), to: .standardError)
        }
    }
}
