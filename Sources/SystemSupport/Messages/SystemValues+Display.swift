package import SystemPackage

/// Readable reasons for system errors.
extension Errno {
    var reason: String {
        switch self {
        case .noSuchFileOrDirectory: "it does not exist"
        case .permissionDenied, .notPermitted: "permission denied"
        case .noSpace: "no space left on the device"
        case .diskQuotaExceeded: "the disk quota is used up"
        case .readOnlyFileSystem: "the file system is read-only"
        case .isDirectory: "it is a directory"
        case .notDirectory: "a part of the path is not a directory"
        case .fileExists: "it exists already"
        case .tooManySymbolicLinkLevels: "too many symbolic links"
        case .tooManyOpenFiles: "too many open files; the limit is that of ulimit -n"
        case .tooManyOpenFilesInSystem: "too many open files on this machine"
        case .badFileDescriptor: "it is closed"
        case .fileTooLarge: "the file would grow too large"
        case .execFormatError: "it is not a program for this machine, or a script without a #! line"
        default: description
        }
    }
}

extension FilePermissions {
    /// The mode as four octal digits, as in chmod(1): `0644`.
    package var octal: String {
        let digits = String(rawValue, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Duration {
    /// The duration for messages: "30 seconds", "1.5 seconds", "50 milliseconds".
    package var inSeconds: String {
        let (seconds, attoseconds) = components
        let tenths = attoseconds / 100_000_000_000_000_000
        let milliseconds = attoseconds / 1_000_000_000_000_000
        return switch (seconds, tenths, milliseconds) {
        case (0, 0, 0): "less than a millisecond"
        case (0, 0, 1): "1 millisecond"
        case (0, 0, _): "\(milliseconds) milliseconds"
        case (1, 0, _): "1 second"
        case (_, 0, _): "\(seconds) seconds"
        default: "\(seconds).\(tenths) seconds"
        }
    }
}
