extension Transcript {
    /// Calls that follow each other on one store, which is empty before the first.
    public struct Scenario: Sendable, CustomStringConvertible {
        /// What the scenario shows, in a sentence.
        public let title: String

        /// What the file is called in messages.
        public let file: String

        /// The line of the title.
        public let line: Int

        /// The calls, in the order of the file.
        public internal(set) var calls: [Call] = []

        /// The title and where it stands.
        public var description: String { "\(title) (\(file):\(line))" }
    }
}
