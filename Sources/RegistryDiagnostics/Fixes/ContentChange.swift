internal import RegistryCredentials

/// New content for a file.
struct ContentChange: Sendable, Equatable {
    /// The examined content; nil if the file does not exist.
    let old: [UInt8]?
    let new: [UInt8]

    func diff(of file: String) -> [String] { LineDiff(from: old ?? [], to: new, name: file).lines }

    /// Replaces the content atomically, under the file's lock.
    ///
    /// Symbolic links are kept, and a file that cannot be replaced is rewritten in place, as for a login.
    func apply(to file: String) async throws { try await FileStore(path: file).replaceContent(old, with: new) }
}

extension DiagnosticFix {
    static func content(of file: String, from old: [UInt8]?, to new: [UInt8]) -> DiagnosticFix {
        DiagnosticFix(file, .content(ContentChange(old: old, new: new)))
    }
}
