public import SystemPackage

/// A helper program, and how it is called: with which environment, and for how long at most.
///
/// A call gives the program its arguments and all of its standard input, waits for its end, and takes all that it
/// wrote. What the program says is judged elsewhere: by ``ConformanceSuite`` or by a ``Transcript``.
public struct HelperProgram: Sendable {
    /// The executable file, by an absolute path.
    public var path: FilePath

    /// All of the program's environment; nothing is added to it.
    public var environment: [String: String]

    /// The longest that one call may take; the program is then killed.
    public var deadline: Duration

    /// Names a program.
    ///
    /// - Parameters:
    ///   - path: The executable file, by an absolute path; it is not looked for anywhere.
    ///   - environment: All of its environment.
    ///   - deadline: The longest that one call may take.
    public init(path: FilePath, environment: [String: String], deadline: Duration = .seconds(30)) {
        self.path = path
        self.environment = environment
        self.deadline = deadline
    }

    /// The program's name, which is the last component of its path.
    public var name: String { path.lastComponent?.string ?? path.string }

    /// Calls the program once.
    ///
    /// - Parameters:
    ///   - arguments: The command line without the program's name.
    ///   - input: All of standard input.
    /// - Returns: What it printed and how it ended. A program that fails is an outcome, not an error.
    /// - Throws: ``HelperProgramError`` if the program could not be started or did not end in time.
    public func call(_ arguments: [String], input: [UInt8]) throws(HelperProgramError) -> HelperOutcome {
        try HelperProcess.run(path, arguments, environment: environment, input: input, deadline: deadline)
    }
}
