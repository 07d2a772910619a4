/// A diagnostic of a ``FileStore`` that is not an error, without a secret.
public struct FileStoreDiagnostic: Sendable, Equatable, CustomStringConvertible {
    /// The kinds of diagnostics, to which more may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, as it is spelt here.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// A secret was written in plain text.
        public static let savedInPlainText = Code("savedInPlainText")
        /// Other users could read the file, and no longer can.
        public static let modeTightened = Code("modeTightened")
        /// Other users can read the file.
        public static let modeTooPermissive = Code("modeTooPermissive")
        /// A save had been interrupted; it was completed, or its journal was read instead.
        public static let recovered = Code("recovered")
        /// A save had been interrupted, and another program has written the file since; its journal was not used.
        public static let journalDropped = Code("journalDropped")
    }

    /// What kind it is.
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
