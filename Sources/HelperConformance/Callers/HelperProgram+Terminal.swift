internal import SystemPackage

extension HelperProgram: HelperCaller {
    /// The longest wait for a prompt, before the program is considered hung.
    private static let terminalTimeout = Duration.seconds(5)

    func callAtTerminal(_ action: String, typing text: [UInt8]) throws(HelperProgramError) -> HelperOutcome? {
        let terminal = try PseudoTerminal()
        try terminal.type(text)
        // The shell opens the terminal, since `ChildProcess` always replaces standard input.
        return try HelperProcess.run(
            "/bin/sh",
            ["-c", #"exec "$3" "$1" <"$2""#, "sh", action, terminal.path],
            operands: [path],
            environment: variables,
            input: [],
            deadline: until(min(timeout, Self.terminalTimeout))
        )
    }
}
