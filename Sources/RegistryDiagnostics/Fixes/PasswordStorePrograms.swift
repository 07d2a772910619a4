internal import PasswordStoreFormat
internal import SystemPackage
internal import SystemSupport

/// pass and git, as the fixes run them: without a terminal, and with a time limit.
struct PasswordStorePrograms: Sendable, Equatable {
    private let directory: String
    private let environment: ProcessEnvironment

    /// Hooks of the repository may use the network.
    private static let timeout = Duration.seconds(60)
    /// The time that git has after SIGTERM to remove its locks.
    private static let gracePeriod = Duration.seconds(5)

    var store: FilePath { FilePath(directory) }

    /// The directory of all servers.
    var folder: FilePath { store.appending(PasswordStoreTree.folder) }

    init(store: String, environment: ProcessEnvironment) {
        directory = store
        self.environment = environment
    }

    /// Removes an entry; the caller checks that it is gone, because pass always exits with status 0.
    func remove(_ entry: String) throws {
        let outcome = try run("pass", ["rm", "--force", entry])
        guard outcome.termination == .exited(0) else {
            throw Self.failure(entry)
        }
    }

    /// Checks that the commits of pass would have nothing in them but the removals.
    ///
    /// pass commits whatever is staged, and a commit during a merge would end it.
    func checkRepository() throws {
        guard let repository else { return }
        if let operation = PasswordStoreGit.operationInProgress(in: repository) {
            throw DiagnosticFixError(
                "a \(operation) is in progress in the password store",
                advice: "Finish the \(operation): pass git \(operation) --continue"
            )
        }
        let staged = try run("git", ["-C", repository.string, "diff", "--cached", "--quiet"])
        guard staged.termination == .exited(0) else {
            throw DiagnosticFixError(
                "changes are staged in the git repository of the password store",
                advice: "Commit them: pass git commit"
            )
        }
    }

    /// Checks that no change in a server's directory is left without a commit.
    func checkCommit(of directoryName: String) throws {
        guard let repository else { return }
        let path = folder.appending(directoryName).string
        let arguments = ["-C", repository.string, "status", "--porcelain", "--untracked-files=no", "--", path]
        let status = try run("git", arguments)
        guard status.termination == .exited(0), status.output.isEmpty else {
            throw DiagnosticFixError(
                "the entries are removed, and git did not commit that",
                advice: "See why: pass git commit -m 'Remove users'"
            )
        }
    }

    /// The repository that contains the directory of all servers; nil if the store is not under git.
    private var repository: FilePath? {
        [folder, store].first { (try? FileStatus(of: $0.appending(".git"))) != nil }
    }

    private func run(_ name: String, _ arguments: [String]) throws(SystemError) -> ChildProcess.Outcome {
        try ChildProcess.run(
            program: ExecutableSearch.find(name, in: environment),
            arguments: arguments,
            environment: variables,
            deadline: .after(Self.timeout),
            gracePeriod: Self.gracePeriod,
            outputLimit: 1 << 20,
            terminal: .none
        )
    }

    /// The user's variables, with the examined store.
    ///
    /// A user name may have `*` or `[` in it, which git would take for a pattern of other entries. A repository around
    /// the store is not the store's.
    private var variables: ProcessEnvironment {
        environment
            .replacing(["GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0"])
            .replacing("PASSWORD_STORE_DIR", with: store)
            .replacing("GIT_CEILING_DIRECTORIES", with: store.appending(".."))
    }

    static func failure(_ entry: String) -> DiagnosticFixError {
        DiagnosticFixError("pass did not remove \(entry)", advice: "See why: pass rm --force \(entry.shellQuoted)")
    }
}
