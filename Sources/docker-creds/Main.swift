internal import ArgumentParser
internal import SystemSupport

@main
struct Main {
    static func main() async {
        do {
            try StandardStreams.ensureOpen()
            try CoreDumps.forbid()
        } catch {
            end(with: Failure("\(error)"))
        }
        let call = PluginCall(Array(CommandLine.arguments.dropFirst()))
        if call.wantsMetadata { return Console.print(PluginCall.metadata) }
        do {
            try call.refusePassword()
            var command = try DockerCreds.parseAsRoot(call.arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            if let failure = Failure.ofLibrary(error) { end(with: failure) }
            // Help, usage errors and exit codes are the parser's.
            DockerCreds.exit(withError: error)
        }
    }

    private static func end(with failure: Failure) -> Never {
        Console.report(failure.description)
        exit(failure.status.rawValue)
    }
}
