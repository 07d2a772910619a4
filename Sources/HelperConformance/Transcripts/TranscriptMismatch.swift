/// A difference between a helper's behavior and a transcript.
public struct TranscriptMismatch: Sendable, Equatable, CustomStringConvertible {
    /// The file's name in messages.
    public let file: String

    /// The line number of the call, starting at 1.
    public let line: Int

    /// The expected and the actual result, on several lines.
    ///
    /// Both are quoted, since transcripts contain only made-up secrets.
    public let text: String

    /// The file, the line and the text, in the format of compilers.
    public var description: String { "\(file):\(line): \(text)" }
}
