internal import SystemSupport

/// Calls a helper, either as a program or in this process.
protocol HelperCaller {
    /// The helper's name in reports.
    var name: String { get }

    /// Returns a caller whose calls end at a deadline, even if they have more time of their own.
    func limited(to end: Deadline) -> Self

    /// Calls the helper once.
    func call(_ arguments: [String], input: [UInt8]) throws(HelperProgramError) -> HelperOutcome

    /// Calls the helper with a terminal as its standard input, and types a text there.
    ///
    /// - Returns: The outcome, or nil if this caller cannot provide a terminal.
    func callAtTerminal(_ action: String, typing text: [UInt8]) throws(HelperProgramError) -> HelperOutcome?
}
