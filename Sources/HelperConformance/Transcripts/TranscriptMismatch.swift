/// Where a helper did not do what a transcript says.
public struct TranscriptMismatch: Sendable, Equatable, CustomStringConvertible {
    /// What the file is called.
    public let file: String

    /// The line on which the call begins, counted from 1.
    public let line: Int

    /// What was expected and what came, on several lines.
    ///
    /// Both are quoted: transcripts hold made-up secrets only.
    public let text: String

    /// The place and the text, as compilers print them.
    public var description: String { "\(file):\(line): \(text)" }
}
