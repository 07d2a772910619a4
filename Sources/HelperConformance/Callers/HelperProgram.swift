public import SystemPackage
package import SystemSupport

/// A helper program, with the environment and the time limit of its calls.
///
/// A call passes arguments and standard input to the program, waits until it exits, and collects its output.
/// ``ConformanceSuite`` and ``Transcript`` judge the result.
public struct HelperProgram: Sendable {
    /// The absolute path of the executable file.
    public var path: FilePath

    /// The complete environment of the program.
    ///
    /// Nothing is added to it. Variables that are not UTF-8 are missing here, but the program gets them.
    public var environment: [String: String] {
        get { variables.variables }
        set { variables = ProcessEnvironment(newValue) }
    }

    /// The complete environment of the program, byte for byte.
    private(set) var variables: ProcessEnvironment

    /// The longest time that one call may take, after which the program is killed.
    public var timeout: Duration

    /// The end of the run that the calls belong to.
    private(set) var end = Deadline.never

    /// Creates a program from its path.
    ///
    /// - Parameters:
    ///   - path: The absolute path of the executable file. PATH is not searched.
    ///   - environment: The complete environment of the program.
    ///   - timeout: The longest time that one call may take.
    public init(path: FilePath, environment: [String: String], timeout: Duration = .seconds(30)) {
        self.init(path: path, variables: ProcessEnvironment(environment), timeout: timeout)
    }

    /// Creates a program whose environment need not be UTF-8.
    package init(path: FilePath, variables: ProcessEnvironment, timeout: Duration) {
        self.path = path
        self.variables = variables
        self.timeout = timeout
    }

    /// The last component of the path.
    public var name: String { path.lastComponent?.string ?? path.string }

    /// Calls the program once.
    ///
    /// - Parameters:
    ///   - arguments: The command line without the program's name.
    ///   - input: All of standard input.
    /// - Returns: The output and the exit status. A program that fails is an outcome, not an error.
    /// - Throws: ``HelperProgramError`` if the program cannot be started or does not exit in time.
    public func call(_ arguments: [String], input: [UInt8]) throws(HelperProgramError) -> HelperOutcome {
        try HelperProcess.run(path, arguments, environment: variables, input: input, deadline: until(timeout))
    }

    /// Returns the deadline of a call that begins now.
    func until(_ time: Duration) -> Deadline { Deadline(after: time).earlier(end) }

    /// Returns the same program with calls that end with a run.
    func limited(to end: Deadline) -> Self {
        var program = self
        program.end = end
        return program
    }
}
