internal import SystemPackage
internal import SystemSupport

extension CredentialHelper {
    /// Answers the one call that this process was started for, and exits.
    ///
    /// The only function here that does a process's I/O. It forbids core dumps, makes a signal that ends this process end
    /// the programs that it started, reads standard input to its end if the action has a payload, writes the response at
    /// once, and exits with 0. It exits with 1 after an error, and when the response could not be written.
    ///
    /// - Parameter identity: What the program calls itself.
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
        // The secrets in this process are nobody's business, also when it crashes. Where the kernel does not know the
        // call, as in some sandboxes, the helper works all the same.
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
    /// Standard error, each line beginning with the program's name.
    ///
    /// - Parameter identity: What the program calls itself.
    /// - Returns: A destination that traces if `DOCKER_CREDENTIAL_DEBUG` is 1.
    public static func standardError(of identity: HelperIdentity) -> HelperDiagnostics {
        let name = identity.name
        return HelperDiagnostics(isTracing: HelperSettings.isTracing { ProcessEnvironment.current[$0] }) { line in
            // There is nobody left to tell if this fails.
            try? StandardStreams.write(Array("\(name): \(line)\n".utf8), to: .standardError)
        }
    }
}
