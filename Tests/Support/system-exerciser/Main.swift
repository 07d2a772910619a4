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
        case "directory": CurrentProcess.exit(try openedDirectories(arguments))
        case "descendants": try endDescendants(arguments)
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

    /// `directory NAME`: opens this directory and one in it while standard input is closed, and returns 0 as the
    /// exit status if one of them got the number of standard input, else 1.
    private static func openedDirectories(_ arguments: ArraySlice<String>) throws -> Int32 {
        try FileDescriptor.standardInput.close()
        let outer = try OpenDirectory.open(".")
        let inner = try outer?.open(arguments.first ?? "")
        let file = try FileDescriptor.open(FilePath("/dev/null"), .readOnly)
        defer { withExtendedLifetime((outer, inner)) {} }
        // The next file gets the number of standard input if no directory has it.
        return file == .standardInput ? 1 : 0
    }

    /// `descendants SCRIPT`: runs a script and ends what it has left behind.
    private static func endDescendants(_ arguments: ArraySlice<String>) throws {
        CurrentProcess.adoptDescendants()
        CurrentProcess.endChildrenOnSignals()
        let outcome = try ChildProcess.run(
            program: "/bin/sh",
            arguments: ["-c", arguments.first ?? ""],
            environment: .current,
            deadline: .after(.seconds(60)),
            outputLimit: 1 << 20,
            standardError: .inherit
        )
        try StandardStreams.write(outcome.output, to: .standardOutput)
        CurrentProcess.endDescendants()
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
