package import SystemPackage

/// The conditions that more than one program reports, beside each other, so that each has one wording.
extension Diagnosis {
    // MARK: Programs

    /// A program that no directory of `PATH` has.
    ///
    /// - Parameters:
    ///   - program: Its file name.
    ///   - role: What it is to the caller, such as "credential helper".
    ///   - package: What to install it with, if one command is known, such as `apt install gnupg`.
    /// - Returns: The message and how to install it.
    package static func notFoundInPath(_ program: String, role: String? = nil, package: String? = nil) -> Diagnosis {
        let name = role.map { "\($0) \(program)" } ?? program
        let installation = package.map { "Install it: \($0)" } ?? "Install it, or add its directory to PATH"
        return Diagnosis("\(name) not found in PATH", advice: [installation])
    }

    /// A program that is there and that this user may not run.
    package static func notExecutable(_ program: FilePath) -> Diagnosis {
        Diagnosis(
            "cannot run \(program.escapedForDisplay): permission denied",
            advice: ["Make it executable: chmod +x \(program.shellQuoted)"]
        )
    }

    // MARK: Files

    /// A file or directory that other users have access to, and may not have.
    ///
    /// - Parameters:
    ///   - path: The file or directory.
    ///   - permissions: Its mode.
    ///   - change: What makes it safe, as chmod(1) takes it: `600`, `go-w`.
    /// - Returns: The message and the chmod(1) that makes it safe.
    package static func permissiveMode(
        _ path: FilePath,
        _ permissions: FilePermissions,
        change: String
    ) -> Diagnosis {
        Diagnosis(
            "refusing to use \(path.escapedForDisplay): other users have access to it (mode \(permissions.octal))",
            advice: ["Run: chmod \(change) \(path.shellQuoted)"]
        )
    }

    /// A file or directory of a user who is neither this one nor root.
    package static func foreignOwner(_ path: FilePath) -> Diagnosis {
        Diagnosis(
            "refusing to use \(path.escapedForDisplay): it belongs to another user",
            advice: ["Run: sudo chown \"$(id -u)\" \(path.shellQuoted)"]
        )
    }

    /// A disk or quota that is full.
    package static func noSpace(writing path: FilePath) -> Diagnosis {
        Diagnosis(
            "cannot write \(path.escapedForDisplay): \(Errno.noSpace.reason)",
            advice: ["Free some space: df -h \(path.parentDirectory.shellQuoted)"]
        )
    }

    /// A file system that takes no changes.
    package static func readOnly(writing path: FilePath) -> Diagnosis {
        Diagnosis(
            "cannot write \(path.escapedForDisplay): \(Errno.readOnlyFileSystem.reason)",
            advice: ["Remount it writable, or use a path on another file system"]
        )
    }

    /// A file whose content cannot be understood; it is left alone.
    package static func damaged(_ path: FilePath, because reason: String) -> Diagnosis {
        Diagnosis("cannot read \(path.escapedForDisplay): \(reason)", advice: ["Fix the file. It was not changed"])
    }

    // MARK: Waiting

    /// A wait that came to its limit.
    ///
    /// - Parameters:
    ///   - task: What was tried, as the words after "cannot": `unlock the keyring`.
    ///   - timeout: The limit.
    ///   - variable: The variable that raises it.
    /// - Returns: The message and how to allow more time.
    package static func timedOut(
        _ task: String,
        after timeout: Duration,
        variable: String = "DOCKER_CREDENTIAL_TIMEOUT"
    ) -> Diagnosis {
        Diagnosis(
            "cannot \(task): timed out after \(timeout.inSeconds)",
            advice: ["Allow more time: export \(variable)=\(2 * max(timeout.components.seconds, 30))"]
        )
    }

    /// A store behind a lock that nobody has opened.
    ///
    /// - Parameters:
    ///   - store: The store: `the keyring`.
    ///   - command: What opens it, if one command is known.
    /// - Returns: The message and how to unlock it.
    package static func locked(_ store: String, unlockedBy command: String? = nil) -> Diagnosis {
        Diagnosis(
            "cannot read \(store): it is locked",
            advice: [command.map { "Unlock it: \($0)" } ?? "Unlock it, then try again"]
        )
    }

    /// Something to ask, and nobody to ask.
    ///
    /// - Parameters:
    ///   - question: What to ask for: `a passphrase`.
    ///   - advice: The other ways to give it.
    /// - Returns: The message and the other ways.
    package static func noTerminal(toAskFor question: String, advice: [String] = []) -> Diagnosis {
        Diagnosis("cannot ask for \(question): there is no terminal", advice: advice)
    }

    // MARK: Settings

    /// A password that would be saved where everybody who reads the file can read it.
    ///
    /// - Parameters:
    ///   - file: The configuration file.
    ///   - alternative: What else the program offers, such as "or pass --allow-plaintext".
    /// - Returns: The message and the ways to save it.
    package static func plaintextRefused(_ file: FilePath, alternative: String? = nil) -> Diagnosis {
        Diagnosis(
            "refusing to save the password in plain text in \(file.escapedForDisplay)",
            advice: ["Set \"credsStore\" to \"file\" in that file" + (alternative.map { ", \($0)" } ?? "")]
        )
    }

    /// No variable that says where the user's files are.
    ///
    /// - Parameter variables: Those that would, the one to set last; not empty.
    /// - Returns: The message and the variable to set.
    package static func homeUnknown(_ variables: [String]) -> Diagnosis {
        let names =
            variables.count == 1 ? "\(variables[0]) is not" : "neither \(variables.joined(separator: " nor ")) is"
        return Diagnosis(
            "cannot locate the home directory: \(names) set to an absolute path",
            advice: ["Set it: export HOME=/home/NAME"]
        )
    }

    /// A variable whose value cannot be used.
    ///
    /// - Parameters:
    ///   - variable: Its name.
    ///   - reason: Why not, such as "it is not an absolute path".
    /// - Returns: The message and how to unset it.
    package static func unusableVariable(_ variable: String, because reason: String) -> Diagnosis {
        Diagnosis("cannot use \(variable): \(reason)", advice: ["Change it, or remove it: unset \(variable)"])
    }

    // MARK: Network

    /// A host name that no name server knows.
    package static func hostNotFound(_ registry: String) -> Diagnosis {
        Diagnosis("cannot connect to \(registry): host name not found", advice: ["Check the spelling of the host name"])
    }
}

/// The reasons that the system gives, in words.
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
        case .fileTooLarge: "the file would grow too large"
        case .execFormatError: "it is not a program for this machine, or a script without a #! line"
        default: description
        }
    }
}

extension FilePermissions {
    /// The mode as chmod(1) writes it, of four digits: `0644`.
    package var octal: String {
        let digits = String(rawValue, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

extension Duration {
    /// The time for a message, in tenths of a second: "1.5 seconds".
    package var inSeconds: String {
        let (seconds, attoseconds) = components
        let tenths = attoseconds / 100_000_000_000_000_000
        if seconds == 1, tenths == 0 { return "1 second" }
        return tenths == 0 ? "\(seconds) seconds" : "\(seconds).\(tenths) seconds"
    }
}
