/// The reason why a line of a transcript is invalid.
///
/// ``TranscriptError`` adds the file and the line.
struct TranscriptSyntaxError: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
