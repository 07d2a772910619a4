extension Transcript {
    /// A sequence of calls on one store, which is empty before the first call.
    public struct Scenario: Sendable, CustomStringConvertible {
        /// The behavior that the scenario shows, as a sentence.
        public let title: String

        /// The file's name in messages.
        public let file: String

        /// The line number of the title.
        public let line: Int

        /// The calls, in the order of the file.
        public internal(set) var calls: [Call] = []

        /// The title, the file and the line.
        public var description: String { "\(title) (\(file):\(line))" }
    }
}
