internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// A change to one file that fixes a finding without losing data.
public struct DiagnosticFix: Sendable, Equatable {
    enum Change: Sendable, Equatable {
        /// The examined content and its replacement; `old` is nil if the file does not exist.
        case content(old: [UInt8]?, new: [UInt8])
        /// The mode bits, as for chmod(2).
        case mode(UInt32)
    }

    /// The file to change.
    public let file: String

    let change: Change

    static func content(of file: String, from old: [UInt8]?, to new: [UInt8]) -> DiagnosticFix {
        DiagnosticFix(file: file, change: .content(old: old, new: new))
    }

    static func mode(of file: String, _ mode: UInt32) -> DiagnosticFix {
        DiagnosticFix(file: file, change: .mode(mode))
    }

    /// The removed (`-`) and added (`+`) lines; values that may be secrets are shown as `"…"`.
    public var diff: [String] {
        switch change {
        case .mode(let mode): ["chmod \(String(mode, radix: 8)) \(file.shellQuoted)"]
        case .content(let old, let new): LineDiff(from: old ?? [], to: new, name: file).lines
        }
    }

    /// Applies the change atomically, under the file's lock, and only if the file is unchanged since the examination.
    ///
    /// Symbolic links are kept, and a file that cannot be replaced is rewritten in place, as for a login.
    ///
    /// - Throws: An error whose description says what failed; the file is then unchanged.
    public func apply() async throws {
        switch change {
        case .mode(let mode):
            let path = FilePath(file)
            guard unsafe path.withPlatformString({ unsafe chmod($0, mode) }) == 0 else {
                throw SystemError(.other, "change the mode of", path, because: "\(Errno(rawValue: errno))")
            }
        case .content(let old, let new): try await FileStore(path: file).replaceContent(old, with: new)
        }
    }
}
