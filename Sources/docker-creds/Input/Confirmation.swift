internal import SystemPackage
internal import SystemSupport

/// A question that is answered with yes or no on the terminal.
enum Confirmation {
    /// Asks it.
    ///
    /// - Returns: Whether the answer is yes; anything else, and an empty line, is no.
    /// - Throws: ``Failure`` without a terminal: nothing is done that nobody could be asked about.
    static func ask(_ question: String) throws(Failure) -> Bool {
        guard Terminal.isTerminal(.standardInput) else {
            throw Failure("cannot ask for confirmation: there is no terminal", advice: [.text("Pass --yes")])
        }
        try? StandardStreams.write(Array("\(question) [y/N] ".utf8), to: .standardError)
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}
