/// A way to call a helper: as a program, or in this process.
protocol HelperCaller {
    /// What the helper is called in reports.
    var name: String { get }

    /// Calls the helper once.
    func call(_ arguments: [String], input: [UInt8]) throws(HelperProgramError) -> HelperOutcome

    /// Calls the helper with a terminal as its standard input, at which `text` is typed.
    ///
    /// - Returns: Nil where there is no way to give it a terminal.
    func callAtTerminal(_ action: String, typing text: [UInt8]) throws(HelperProgramError) -> HelperOutcome?
}
