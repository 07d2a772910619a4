import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

extension GitRepository {
    /// Returns the time for git: half of the call's time, and none of its last tenth.
    ///
    /// Other helpers wait for the lock in the meantime, and their calls have the same limit. They must get the lock in
    /// time when a hook hangs or a prompt is not answered.
    static func deadline(within deadline: Deadline) -> Deadline {
        guard let limit = deadline.limit, let remaining = deadline.remaining else { return .never }
        return .after(max(.zero, min(limit / 2, remaining - limit / 10)))
    }

    /// The operation that the user has begun and not finished, which a commit would disturb; nil if there is none.
    ///
    /// git refuses to commit single files during a merge. What is staged then is lost by `git merge --abort`, while files
    /// that are not staged stay (git-reset(1), `--merge`). A commit during a rebase is lost by `git rebase --abort`.
    var operationInProgress: String? { PasswordStoreGit.operationInProgress(in: root) }

    /// Advice about the lock of a git that was killed; none if there is no such lock.
    var lockAdvice: [String] {
        let lock = (PasswordStoreGit.directory(of: root) ?? root.appending(".git")).appending("index.lock")
        guard (try? FileStatus(ofLink: lock)) != nil else { return [] }
        return ["If no git is running there, remove its lock: rm \(lock.shellQuoted)"]
    }

    /// An error with the first line that git reports, which may be quoted as git handles no secret.
    static func failure(_ operation: String, _ outcome: ChildProcess.Outcome) -> HelperError {
        let lines = (outcome.errorOutput + outcome.output).text.split(separator: "\n").map(String.init)
        let words = lines.first { $0.hasPrefix("fatal:") || $0.hasPrefix("error:") } ?? lines.first
        let ending =
            switch outcome.termination {
            case .signalled(let signal): "it was ended by signal \(signal)"
            case .exited(let status):
                "it exited with status \(status) and no message; perhaps a hook rejected the commit"
            default: "it was killed"
            }
        return HelperError(.failed, "\(operation): \(words?.prefix(200).description ?? ending)")
    }
}

extension HelperError {
    /// The user has not finished an operation in the store's repository.
    static func repositoryBusy(_ operation: String) -> HelperError {
        HelperError(
            .failed,
            "a \(operation) is in progress there",
            advice: [
                "Finish the \(operation): pass git \(operation) --continue",
                "Do not abort it before that: pass git \(operation) --abort may discard this change",
            ]
        )
    }
}
