package import SystemPackage

/// The conditions that more than one program reports, each with one wording.
///
/// docs/messages.md lists them; a test compares that page with this file.
extension Diagnosis {
    // MARK: Programs

    /// A program that is not found in `PATH`.
    ///
    /// - Parameters:
    ///   - program: The file name of the program.
    ///   - role: The role of the program, such as "credential helper".
    ///   - advice: How to install it, if that is known.
    /// - Returns: The message and the advice.
    package static func notFoundInPath(_ program: String, role: String? = nil, advice: String? = nil) -> Diagnosis {
        let name = role.map { "\($0) \(program)" } ?? program
        return Diagnosis(
            "\(name) \(Phrase.notFoundInPath)",
            advice: [advice ?? "Install it, or add its directory to PATH"]
        )
    }

    /// gpg is not installed.
    package static let gpgNotFound = notFoundInPath("gpg", advice: "Run: sudo apt-get install gnupg")

    /// A program that exists but that this user may not execute.
    package static func notExecutable(_ program: FilePath) -> Diagnosis {
        Diagnosis(
            "cannot execute \(program.escapedForDisplay): \(Errno.permissionDenied.reason)",
            advice: ["Run: chmod +x \(program.shellQuoted)"]
        )
    }

    /// A program that printed more than the limit.
    package static func printedTooMuch(_ program: String, limit bytes: Int) -> Diagnosis {
        Diagnosis("\(program) printed more than \(bytes >> 20) MiB", advice: [])
    }

    // MARK: Files

    /// A file or directory with permissions that are too wide.
    ///
    /// - Parameters:
    ///   - path: The file or directory.
    ///   - permissions: The current permissions.
    ///   - change: The argument of chmod(1) that fixes them, such as `600` or `go-w`.
    /// - Returns: The message and the advice.
    package static func permissiveMode(
        _ path: FilePath,
        _ permissions: FilePermissions,
        change: String
    ) -> Diagnosis {
        Diagnosis(
            "refusing to use \(path.escapedForDisplay): \(openToOthers(permissions))",
            advice: ["Run: chmod \(change) \(path.shellQuoted)"]
        )
    }

    /// The reason of ``permissiveMode(_:_:change:)``, for a sentence of its own.
    package static func openToOthers(_ permissions: FilePermissions) -> String {
        "\(Phrase.openToOthers) (mode \(permissions.octal))"
    }

    /// A file or directory that belongs to neither this user nor root.
    package static func foreignOwner(_ path: FilePath) -> Diagnosis {
        Diagnosis(
            "refusing to use \(path.escapedForDisplay): \(Phrase.foreignOwner)",
            advice: ["Run: sudo chown \"$(id -u)\" \(path.shellQuoted)"]
        )
    }

    /// A file of text that people edit, with invalid content.
    package static func invalidFile(_ path: FilePath, because reason: String) -> Diagnosis {
        Diagnosis("cannot read \(path.escapedForDisplay): \(reason)", advice: [fixFile])
    }

    /// The advice for a file that people edit.
    package static let fixFile = "Fix the file. It was not changed"

    /// A store or a key that is damaged.
    package static func damaged(_ path: FilePath, because reason: String, advice: [String]) -> Diagnosis {
        Diagnosis("\(path.escapedForDisplay) \(Phrase.damaged): \(reason)", advice: advice)
    }

    /// A file that does not exist although a variable names it.
    package static func missingFile(_ role: String, _ path: FilePath, namedBy variable: String) -> Diagnosis {
        Diagnosis(
            "the \(role) \(path.escapedForDisplay) is missing",
            advice: ["Create it, or unset the variable that names it: unset \(variable)"]
        )
    }

    /// A failed system call, with advice for the causes that a user can remove.
    ///
    /// - Parameters:
    ///   - error: The failure.
    ///   - file: The file of the operation, if the error does not name it.
    ///   - unchanged: What a failed write did not change, such as "the store".
    ///   - alternative: Another way to continue, such as "Or name another path in VARIABLE".
    /// - Returns: The message and the advice.
    package static func systemFailure(
        _ error: SystemError,
        on file: FilePath? = nil,
        unchanged: String = "the file",
        alternative: String? = nil
    ) -> Diagnosis {
        let path = error.path ?? file ?? "."
        let advice: [String?] =
            switch error.code {
            case .permissionDenied: ["Check the owner and the mode: ls -ld \(path.shellQuoted)", alternative]
            case .noSpace:
                [
                    "\(unchanged.capitalizedSentence) was not changed. Free some space: df -h "
                        + path.parentDirectory.shellQuoted,
                    alternative,
                ]
            case .readOnly:
                ["\(unchanged.capitalizedSentence) was not changed. Make the file system writable", alternative]
            case .timedOut: ["Wait for the other process", allowMoreTime(), alternative]
            case .missingVariable: [setHome]
            case .isDirectory, .notDirectory, .notRegularFile, .tooManyLinks, .notFound:
                ["Check the path: ls -ld \(path.shellQuoted)"]
            default: []
            }
        return Diagnosis("\(error)", advice: advice.compactMap(\.self))
    }

    // MARK: Waiting

    /// A wait that reached its limit.
    ///
    /// - Parameters:
    ///   - subject: What took too long, such as `docker-credential-pass get`.
    ///   - timeout: The limit.
    ///   - purpose: What was waited for, such as `the session bus`.
    /// - Returns: The message and the advice.
    package static func timedOut(
        _ subject: String? = nil,
        after timeout: Duration,
        waitingFor purpose: String? = nil
    ) -> Diagnosis {
        let end = purpose.map { " while waiting for \($0)" } ?? ""
        return Diagnosis(
            "\(subject.map { "\($0) " } ?? "")\(timedOutReason(after: timeout))\(end)",
            advice: [allowMoreTime(than: timeout)]
        )
    }

    /// The reason of a failure that took too long.
    package static func timedOutReason(after timeout: Duration) -> String { "\(Phrase.timedOut) \(timeout.inSeconds)" }

    /// The advice for a wait of which the variable sets the limit.
    package static func allowMoreTime(than timeout: Duration = .zero) -> String {
        "Allow more time: export DOCKER_CREDENTIAL_TIMEOUT=\(2 * max(timeout.components.seconds, 30))"
    }

    // MARK: Settings

    /// A credential that would be saved in plain text.
    ///
    /// - Parameters:
    ///   - credential: What would be saved, such as "password".
    ///   - file: The config file, if the error does not name it elsewhere.
    ///   - advice: How to save it.
    /// - Returns: The message and the advice.
    package static func plaintextRefused(
        _ credential: String,
        in file: String? = nil,
        advice: String = "Set up a credential helper, or allow plain text"
    ) -> Diagnosis {
        Diagnosis(
            "refusing to save the \(credential) in plain text" + (file.map { " in \($0)" } ?? ""),
            advice: [advice]
        )
    }

    /// A home directory that cannot be located.
    ///
    /// - Parameter variables: The environment variables that would locate it, with the one to set at the end. Not
    ///   empty.
    /// - Returns: The message and the advice.
    package static func unknownHome(_ variables: [String]) -> Diagnosis {
        systemFailure(.unknownHome(variables))
    }

    fileprivate static let setHome = "Set it: export HOME=/home/NAME"

    /// An environment variable with an invalid value.
    ///
    /// - Parameters:
    ///   - variable: The name of the variable.
    ///   - reason: Why the value is invalid, such as "it is not an absolute path".
    ///   - expected: A valid value, if that is not obvious from the reason.
    /// - Returns: The message and the advice.
    package static func unusableVariable(
        _ variable: String,
        because reason: String,
        expected: String? = nil
    ) -> Diagnosis {
        let change = expected.map { "Set \(variable) to \($0)" } ?? "Change it"
        return Diagnosis("cannot use \(variable): \(reason)", advice: ["\(change), or remove it: unset \(variable)"])
    }
}

extension SystemError {
    /// The failure of ``Diagnosis/unknownHome(_:)``.
    static func unknownHome(_ variables: [String]) -> SystemError {
        let names =
            variables.count == 1 ? "\(variables[0]) is not" : "neither \(variables.joined(separator: " nor ")) is"
        return SystemError(.missingVariable, "locate the home directory", because: "\(names) set to an absolute path")
    }
}
