extension Transcript {
    /// One call of a helper and what it must come to.
    public struct Call: Sendable {
        /// The line of the file on which the call begins.
        public let line: Int

        let arguments: [TranscriptText]
        var input = TranscriptText()
        var output = Output.exactly(TranscriptText())
        var errorFragments: [TranscriptText] = []
        var exitStatus: Int32?

        /// What standard output must be.
        enum Output: Sendable {
            case exactly(TranscriptText)
            case oneLine(containing: [TranscriptText])
        }
    }
}
