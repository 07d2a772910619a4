internal import ArgumentParser
internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

@main
struct Main {
    static func main() async {
        if CredsHelper.isCalled { CredsHelper().serve(as: CredsHelper.identity) }
        do {
            CurrentProcess.endChildrenOnSignals()
            let call = PluginCall(try CurrentProcess.arguments)
            let result = await Console.$current.withValue(Console(call.invocation)) { await status(of: call) }
            CurrentProcess.exit(result)
        } catch {
            // The console is not configured without the arguments.
            try? StandardStreams.write(Array("docker-creds: \(error)\n".utf8), to: .standardError)
            CurrentProcess.exit(1)
        }
    }

    /// Runs the command line, reports a failure, and returns the exit status.
    private static func status(of call: PluginCall) async -> Int32 {
        do {
            try prepare()
            if call.wantsMetadata {
                Console.current.print(PluginCall.metadata)
            } else if let argument = call.hookArgument {
                Console.current.print(HookReply(to: argument).document)
            } else if let completion = CompletionRequest(call.arguments) {
                await completion.answer()
            } else if call.arguments.first == KnownServers.shellRequest {
                Console.current.print(own: await KnownServers.names().joined(separator: "\n"))
            } else if call.arguments == ["--version"] {
                // The argument parser would print the same, but only after looking up a protocol of each of its types.
                Console.current.print(own: DockerCreds.version)
            } else {
                try call.rejectPassword()
                try DockerCreds.rejectUnknownCommand(in: call.arguments)
                try await run(call.arguments)
            }
            return 0
        } catch {
            if let failure = Failure.ofLibrary(error) {
                Console.current.report(failure)
                return failure.status.rawValue
            }
            return reportParserError(error)
        }
    }

    private static func prepare() throws(Failure) {
        do {
            try StandardStreams.ensureOpen()
            try CoreDumps.forbid()
        } catch {
            throw Failure("\(error)")
        }
    }

    private static func run(_ arguments: [String]) async throws {
        var command = try DockerCreds.parseAsRoot(arguments)
        if var command = command as? any AsyncParsableCommand {
            try await command.run()
        } else {
            try command.run()
        }
    }

    /// Prints help, versions, completion scripts and usage errors, which the argument parser throws.
    private static func reportParserError(_ error: any Error) -> Int32 {
        let code = DockerCreds.exitCode(for: error)
        let text = DockerCreds.fullMessage(for: error, columns: Console.current.style.width)
        if !text.isEmpty {
            if code.isSuccess { Console.current.print(own: text) } else { Console.current.report(lines: text) }
        }
        return code.rawValue
    }
}
