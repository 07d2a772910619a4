/// The reason why a file is not a valid transcript, and its line.
public struct TranscriptError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file's name in messages.
    public let file: String

    /// The line number, starting at 1.
    public let line: Int

    /// What is wrong with it.
    public let reason: String

    /// The file, the line and the reason, in the format of compilers.
    public var description: String { "\(file):\(line): \(reason)" }
}
