import HelperProtocol
import SystemPackage
import SystemSupport

extension GitRepository {
    /// The time for git: half of what a call has in all, and none of its last tenth.
    ///
    /// Other helpers wait for the lock that is held meanwhile, as long as their calls may take; when a hook hangs, or
    /// nobody answers a question, they are to get it in time.
    static func deadline(within deadline: Deadline) -> Deadline {
        guard let limit = deadline.limit, let remaining = deadline.remaining else { return .never }
        return .after(max(.zero, min(limit / 2, remaining - limit / 10)))
    }

    /// What to do about the lock of a git that was killed.
    var lockAdvice: [String] {
        let lock = (PasswordStore.gitDirectory(of: root) ?? root.appending(".git")).appending("index.lock")
        guard (try? FileStatus(ofLink: lock)) != nil else { return [] }
        return ["If no other git is at work there, remove what is left of one: rm \(lock.string.shellQuoted)"]
    }

    /// git sees no secret, so its words may be quoted.
    static func failure(_ operation: String, _ outcome: ChildProcess.Outcome) -> HelperError {
        let lines = (outcome.errorOutput + outcome.output).text.split(separator: "\n").map(String.init)
        let words = lines.first { $0.hasPrefix("fatal:") || $0.hasPrefix("error:") } ?? lines.first
        let ending =
            switch outcome.termination {
            case .signalled(let signal): "it was ended by signal \(signal)"
            case .exited(let status): "it ended with status \(status) and without a word; perhaps a hook refused"
            default: "it did not end by itself"
            }
        return HelperError(.failed, "\(operation): \(words?.prefix(200).description ?? ending)")
    }
}
