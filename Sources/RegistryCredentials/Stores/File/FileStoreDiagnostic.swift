/// A diagnostic of a ``FileStore`` that is not an error, without a secret.
public struct FileStoreDiagnostic: Sendable, Equatable, CustomStringConvertible {
    /// The kind of diagnostic; more kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, such as `recovered`.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// A secret was written in plain text.
        public static let savedInPlainText = Code("savedInPlainText")
        /// Other users could read the file; its permissions were restricted.
        public static let modeTightened = Code("modeTightened")
        /// Other users can read the file.
        public static let modeTooPermissive = Code("modeTooPermissive")
        /// A save was interrupted; it was completed, or its content was read from the journal.
        public static let recovered = Code("recovered")
        /// A save was interrupted and another program has written the file since; the journal was discarded.
        public static let journalDropped = Code("journalDropped")
    }

    /// The kind of diagnostic.
    public let code: Code

    /// The path of the file.
    public let file: String

    /// The diagnostic, on one line.
    public let description: String

    init(_ code: Code, file: String, _ description: String) {
        self.code = code
        self.file = file.printable
        self.description = "\(file): \(description)".printable
    }
}
