import SystemPackage
import SystemSupport

/// Changes processes, descriptors and variables in ways that a test cannot do in its own process.
@main
struct Main {
    static func main() throws {
        try StandardStreams.ensureOpen()
        var arguments = try CurrentProcess.arguments[...]
        switch arguments.popFirst() {
        case "arguments": print(arguments.joined(separator: "|"))
        case "run": try run(arguments)
        case "open": CurrentProcess.exit(try opened())
        case "variable": describe(arguments.first ?? "")
        default: throw Errno.invalidArgument
        }
    }

    /// `run ACCESS SECONDS PROGRAM ARGUMENT…`: runs a program as a child with that access to the terminal.
    private static func run(_ arguments: ArraySlice<String>) throws {
        let words = Array(arguments)
        let access: ChildProcess.TerminalAccess =
            switch words[0] {
            case "foreground": .foreground
            case "shared": .shared
            case "none": .none
            default: .background
            }
        CurrentProcess.endChildrenOnSignals()
        let outcome = try ChildProcess.run(
            program: FilePath(words[2]),
            arguments: Array(words[3...]),
            environment: .current,
            deadline: .after(.seconds(Double(words[1]) ?? 60)),
            outputLimit: 1 << 20,
            standardError: .inherit,
            terminal: access
        )
        try StandardStreams.write(outcome.output, to: .standardOutput)
        print("\(outcome.termination)")
    }

    /// Returns the lowest descriptor that a file of this process gets, as the exit status.
    private static func opened() throws -> Int32 {
        let signal = try CancellationSignal.make()
        return signal.descriptor.rawValue
    }

    /// Prints a variable as a path and as text.
    private static func describe(_ name: String) {
        let path = ProcessEnvironment.current.path(of: name)?.escapedForDisplay ?? "none"
        let text: String
        do {
            text = try ProcessEnvironment.current.text(of: name) ?? "none"
        } catch {
            text = "\(error)"
        }
        print("\(path)|\(text)")
    }

    private static func print(_ value: some CustomStringConvertible) {
        try? StandardStreams.write(Array("\(value)\n".utf8), to: .standardOutput)
    }

}
