package import SystemPackage

/// The conditions that more than one program reports, each with one wording.
extension Diagnosis {
    // MARK: Programs

    /// A program that is not found in `PATH`.
    ///
    /// - Parameters:
    ///   - program: The file name of the program.
    ///   - role: The role of the program, such as "credential helper".
    ///   - package: The command that installs it, if it is known, such as `apt install gnupg`.
    /// - Returns: The message, and advice on how to install the program.
    package static func notFoundInPath(_ program: String, role: String? = nil, package: String? = nil) -> Diagnosis {
        let name = role.map { "\($0) \(program)" } ?? program
        let installation = package.map { "Install it: \($0)" } ?? "Install it, or add its directory to PATH"
        return Diagnosis("\(name) not found in PATH", advice: [installation])
    }

    /// A program that exists but that this user may not execute.
    package static func notExecutable(_ program: FilePath) -> Diagnosis {
        Diagnosis(
            "cannot run \(program.escapedForDisplay): permission denied",
            advice: ["Make it executable: chmod +x \(program.shellQuoted)"]
        )
    }

    // MARK: Files

    /// A file or directory with permissions that are too wide.
    ///
    /// - Parameters:
    ///   - path: The file or directory.
    ///   - permissions: The current permissions.
    ///   - change: The argument of chmod(1) that fixes them, such as `600` or `go-w`.
    /// - Returns: The message, and the chmod(1) command.
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

    /// A file or directory that belongs to neither this user nor root.
    package static func foreignOwner(_ path: FilePath) -> Diagnosis {
        Diagnosis(
            "refusing to use \(path.escapedForDisplay): it belongs to another user",
            advice: ["Run: sudo chown \"$(id -u)\" \(path.shellQuoted)"]
        )
    }

    /// A full disk or quota.
    package static func noSpace(writing path: FilePath) -> Diagnosis {
        Diagnosis(
            "cannot write \(path.escapedForDisplay): \(Errno.noSpace.reason)",
            advice: ["Free some space: df -h \(path.parentDirectory.shellQuoted)"]
        )
    }

    /// A read-only file system.
    package static func readOnly(writing path: FilePath) -> Diagnosis {
        Diagnosis(
            "cannot write \(path.escapedForDisplay): \(Errno.readOnlyFileSystem.reason)",
            advice: ["Remount it writable, or use a path on another file system"]
        )
    }

    /// A file with invalid content, which is not changed.
    package static func damaged(_ path: FilePath, because reason: String) -> Diagnosis {
        Diagnosis("cannot read \(path.escapedForDisplay): \(reason)", advice: ["Fix the file. It was not changed"])
    }

    // MARK: Waiting

    /// A wait that reached its limit.
    ///
    /// - Parameters:
    ///   - task: The action that was tried, as the words after "cannot": `unlock the keyring`.
    ///   - timeout: The limit.
    ///   - variable: The environment variable that sets the limit.
    /// - Returns: The message, and advice on how to allow more time.
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

    /// A locked store.
    ///
    /// - Parameters:
    ///   - store: The store, such as `the keyring`.
    ///   - command: The command that unlocks it, if it is known.
    /// - Returns: The message, and advice on how to unlock the store.
    package static func locked(_ store: String, unlockedBy command: String? = nil) -> Diagnosis {
        Diagnosis(
            "cannot read \(store): it is locked",
            advice: [command.map { "Unlock it: \($0)" } ?? "Unlock it, then try again"]
        )
    }

    /// A prompt without a terminal.
    ///
    /// - Parameters:
    ///   - question: What the prompt asks for, such as `a passphrase`.
    ///   - advice: The other ways to provide it.
    /// - Returns: The message and the advice.
    package static func noTerminal(toAskFor question: String, advice: [String] = []) -> Diagnosis {
        Diagnosis("cannot ask for \(question): there is no terminal", advice: advice)
    }

    // MARK: Settings

    /// A password that would be saved in plain text.
    ///
    /// - Parameters:
    ///   - file: The config file.
    ///   - alternative: Another way to continue, such as "or pass --allow-plaintext".
    /// - Returns: The message, and advice on how to save the password.
    package static func plaintextRefused(_ file: FilePath, alternative: String? = nil) -> Diagnosis {
        Diagnosis(
            "refusing to save the password in plain text in \(file.escapedForDisplay)",
            advice: ["Set \"credsStore\" to \"file\" in that file" + (alternative.map { ", \($0)" } ?? "")]
        )
    }

    /// A home directory that cannot be located.
    ///
    /// - Parameter variables: The environment variables that would locate it, with the one to set at the end. Not
    ///   empty.
    /// - Returns: The message, and the variable to set.
    package static func homeUnknown(_ variables: [String]) -> Diagnosis {
        let names =
            variables.count == 1 ? "\(variables[0]) is not" : "neither \(variables.joined(separator: " nor ")) is"
        return Diagnosis(
            "cannot locate the home directory: \(names) set to an absolute path",
            advice: ["Set it: export HOME=/home/NAME"]
        )
    }

    /// An environment variable with an invalid value.
    ///
    /// - Parameters:
    ///   - variable: The name of the variable.
    ///   - reason: Why the value is invalid, such as "it is not an absolute path".
    /// - Returns: The message, and advice on how to unset the variable.
    package static func unusableVariable(_ variable: String, because reason: String) -> Diagnosis {
        Diagnosis("cannot use \(variable): \(reason)", advice: ["Change it, or remove it: unset \(variable)"])
    }

    // MARK: Network

    /// A host name that cannot be resolved.
    package static func hostNotFound(_ registry: String) -> Diagnosis {
        Diagnosis("cannot connect to \(registry): host name not found", advice: ["Check the host name"])
    }
}

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
    /// The duration in seconds with one decimal place, for messages: "1.5 seconds".
    package var inSeconds: String {
        let (seconds, attoseconds) = components
        let tenths = attoseconds / 100_000_000_000_000_000
        if seconds == 1, tenths == 0 { return "1 second" }
        return tenths == 0 ? "\(seconds) seconds" : "\(seconds).\(tenths) seconds"
    }
}
