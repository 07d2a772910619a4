/// What is wrong with one line of a transcript; ``TranscriptError`` adds where.
struct TranscriptSyntaxError: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
