internal import SystemPackage

extension SystemError {
    /// The kind of a failure, to which more may be added.
    package struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// A file, a directory or a program is not there.
        package static let notFound = Self("notFound")
        /// The system forbids it to this user.
        package static let permissionDenied = Self("permissionDenied")
        /// The file system or the quota is full.
        package static let noSpace = Self("noSpace")
        /// The file system takes no changes.
        package static let readOnly = Self("readOnly")
        /// A directory where a file is needed.
        package static let isDirectory = Self("isDirectory")
        /// A file where a directory is needed.
        package static let notDirectory = Self("notDirectory")
        /// A pipe, a device or a socket where a file is needed.
        package static let notRegularFile = Self("notRegularFile")
        /// More bytes than the caller, or the system, allows.
        package static let tooLarge = Self("tooLarge")
        /// The deadline passed.
        package static let timedOut = Self("timedOut")
        /// The file is no longer the one that the caller read.
        package static let changedMeanwhile = Self("changedMeanwhile")
        /// Something of that name is there.
        package static let alreadyExists = Self("alreadyExists")
        /// Symbolic links that lead nowhere in forty steps.
        package static let tooManyLinks = Self("tooManyLinks")
        /// A symbolic link that another user has made, where following it would do that user's will.
        package static let untrustedLink = Self("untrustedLink")
        /// The name cannot be replaced, although the file can be written: a mount point, for one.
        package static let notReplaceable = Self("notReplaceable")
        /// The caller's argument cannot be handed to the system.
        package static let invalidArgument = Self("invalidArgument")
        /// An environment variable that is needed is not set.
        package static let missingVariable = Self("missingVariable")
        /// An environment variable has a value that cannot be used.
        package static let unusableVariable = Self("unusableVariable")
        /// There is no terminal to ask at.
        package static let noTerminal = Self("noTerminal")
        /// A signal, or the end of the input, cut it short.
        package static let interrupted = Self("interrupted")
        /// Anything else; the errno tells.
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
