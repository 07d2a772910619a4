extension Transcript {
    /// One call of a helper and its expected result.
    public struct Call: Sendable {
        /// The line number of the call.
        public let line: Int

        let arguments: [TranscriptText]
        var input = TranscriptText()
        var output = Output.exactly(TranscriptText())
        var errorFragments: [TranscriptText] = []
        var exitStatus: Int32?

        /// The expected standard output.
        enum Output: Sendable {
            case exactly(TranscriptText)
            case oneLine(containing: [TranscriptText])
        }
    }
}
