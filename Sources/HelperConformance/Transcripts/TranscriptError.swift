/// Why a file is not a transcript, and on which line.
public struct TranscriptError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the file is called.
    public let file: String

    /// The line, counted from 1.
    public let line: Int

    /// What is wrong with it.
    public let reason: String

    /// The place and the reason, as compilers print them.
    public var description: String { "\(file):\(line): \(reason)" }
}
