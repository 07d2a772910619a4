internal import SystemPackage

extension SystemError {
    /// A kind of failure.
    ///
    /// More may be added.
    package struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// The file, directory or program does not exist.
        package static let notFound = Self("notFound")
        /// This user does not have permission.
        package static let permissionDenied = Self("permissionDenied")
        /// The file system or the quota is full.
        package static let noSpace = Self("noSpace")
        /// The file system is read-only.
        package static let readOnly = Self("readOnly")
        /// The path is a directory and not a file.
        package static let isDirectory = Self("isDirectory")
        /// The path is a file and not a directory.
        package static let notDirectory = Self("notDirectory")
        /// The path is a pipe, a device or a socket and not a file.
        package static let notRegularFile = Self("notRegularFile")
        /// There are more bytes than the caller or the system allows.
        package static let tooLarge = Self("tooLarge")
        /// The deadline passed.
        package static let timedOut = Self("timedOut")
        /// The file has changed since the caller read it.
        package static let changedMeanwhile = Self("changedMeanwhile")
        /// The file already exists.
        package static let alreadyExists = Self("alreadyExists")
        /// There are more than forty symbolic links on the path.
        package static let tooManyLinks = Self("tooManyLinks")
        /// A symbolic link of another user is unsafe to follow.
        package static let untrustedLink = Self("untrustedLink")
        /// The file can be written but not replaced, such as a mount point.
        package static let notReplaceable = Self("notReplaceable")
        /// The system cannot represent the caller's argument.
        package static let invalidArgument = Self("invalidArgument")
        /// A required environment variable is not set.
        package static let missingVariable = Self("missingVariable")
        /// An environment variable has an invalid value.
        package static let unusableVariable = Self("unusableVariable")
        /// There is no terminal for a prompt.
        package static let noTerminal = Self("noTerminal")
        /// A signal or the end of the input interrupted the operation.
        package static let interrupted = Self("interrupted")
        /// Any other failure, which the errno identifies.
        package static let other = Self("other")
    }
}

extension SystemError.Code {
    init(_ errno: Errno) {
        self =
            switch errno {
            case .noSuchFileOrDirectory: .notFound
            case .permissionDenied, .notPermitted: .permissionDenied
            case .noSpace, .diskQuotaExceeded: .noSpace
            case .readOnlyFileSystem: .readOnly
            case .isDirectory: .isDirectory
            case .notDirectory: .notDirectory
            case .noSuchAddressOrDevice: .notRegularFile
            case .fileTooLarge: .tooLarge
            case .fileExists: .alreadyExists
            case .tooManySymbolicLinkLevels: .tooManyLinks
            case .resourceBusy, .improperLink: .notReplaceable
            default: .other
            }
    }
}

extension SystemError.Code: CustomStringConvertible {
    package var description: String { name }
}
