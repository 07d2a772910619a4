internal import SystemPackage
internal import SystemSupport

/// A new mode for a file or directory.
struct ModeChange: Sendable, Equatable {
    /// The mode bits, as for chmod(2).
    let mode: UInt32

    func diff(of file: String) -> [String] { ["chmod \(String(mode, radix: 8)) \(file.shellQuoted)"] }

    func apply(to file: String) throws(SystemError) {
        let path = FilePath(file)
        guard unsafe path.withPlatformString({ unsafe chmod($0, mode) }) == 0 else {
            throw SystemError(.other, "change the mode of", path, because: "\(Errno(rawValue: errno))")
        }
    }
}

extension DiagnosticFix {
    static func mode(of file: String, _ mode: UInt32) -> DiagnosticFix {
        DiagnosticFix(file, .mode(ModeChange(mode: mode)))
    }
}
