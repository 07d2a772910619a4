internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// A change of one file or directory.
enum FileChange: Sendable, Equatable {
    /// The examined content and its replacement; `old` is nil if the file does not exist.
    case content(old: [UInt8]?, new: [UInt8])
    /// A file that cannot be parsed, which is kept beside the new one.
    case restoration(damaged: [UInt8], new: [UInt8])
    /// The new mode bits, as for chmod(2).
    case mode(UInt32)

    func diff(of file: String) -> [String] {
        switch self {
        case .content(let old, let new): LineDiff(from: old ?? [], to: new, name: file).lines
        // Without its syntax, nothing tells which text of the damaged file is a secret.
        case .restoration(_, let new):
            ["cp \(file.shellQuoted) \((file + FileStore.damagedSuffix).shellQuoted)"]
                + LineDiff(from: [], to: new, name: file).lines.filter { $0 != "-" }
        case .mode(let mode): ["chmod \(String(mode, radix: 8)) \(file.shellQuoted)"]
        }
    }

    /// Makes the change; content is replaced atomically, under the file's lock.
    ///
    /// Symbolic links are kept, and a file that cannot be replaced is rewritten in place, as for a login.
    func apply(to file: String) async throws {
        switch self {
        case .content(let old, let new): try await FileStore(path: file).replaceContent(old, with: new)
        case .restoration(let damaged, let new):
            try await FileStore(path: file).replaceDamagedContent(damaged, with: new)
        case .mode(let mode):
            let path = FilePath(file)
            guard unsafe path.withPlatformString({ unsafe chmod($0, mode) }) == 0 else {
                throw SystemError(.other, "change the mode of", path, because: "\(Errno(rawValue: errno))")
            }
        }
    }
}

extension DiagnosticFix {
    static func content(of file: String, from old: [UInt8]?, to new: [UInt8]) -> DiagnosticFix {
        DiagnosticFix(file, .file(.content(old: old, new: new)))
    }

    static func restoration(of file: String, from damaged: [UInt8], to new: [UInt8]) -> DiagnosticFix {
        DiagnosticFix(file, .file(.restoration(damaged: damaged, new: new)))
    }

    static func mode(of file: String, _ mode: UInt32) -> DiagnosticFix {
        DiagnosticFix(file, .file(.mode(mode)))
    }
}
