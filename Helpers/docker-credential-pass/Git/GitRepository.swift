import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// The git repository that a store, or a part of it, is kept in.
struct GitRepository {
    let root: FilePath
    /// The directory of all entries.
    private let folder: FilePath
    private let git: FilePath
    private let runner: ProgramRunner
    private let deadline: Deadline

    /// What pass takes out of the environment, so that a hook that calls docker does not commit into its own repository.
    private static let misleading = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_NAMESPACE", "GIT_INDEX_FILE", "GIT_INDEX_VERSION", "GIT_OBJECT_DIRECTORY",
        "GIT_COMMON_DIR",
    ]

    /// git removes its locks on SIGTERM (its lockfile.h); after SIGKILL they would stop every commit in the store.
    private static let gracePeriod = Duration.seconds(1)

    private let changes: [String: String?]

    /// Finds the repository without running git; nil if there is none.
    ///
    /// - Parameters:
    ///   - folder: The directory of all entries.
    ///   - store: The store, above which nothing is looked for.
    ///   - runner: What runs git.
    /// - Throws: ``HelperError`` if there is a repository and no git.
    init?(around folder: FilePath, in store: FilePath, runner: ProgramRunner) throws(HelperError) {
        var current = folder
        while (try? FileStatus(of: current.appending(".git"))) == nil {
            guard current != store, current.starts(with: store) else { return nil }
            current.removeLastComponent()
        }
        guard let git = runner.find("git") else {
            throw HelperError(.unavailable, "git is not installed")
        }
        root = current
        self.folder = folder
        self.git = git
        self.runner = runner
        deadline = Self.deadline(within: runner.deadline)
        var changes = [String: String?](uniqueKeysWithValues: Self.misleading.map { ($0, nil) })
        changes["GIT_CEILING_DIRECTORIES"] = store.appending("..").string
        self.changes = changes
    }

    /// Commits what has changed in the given directories, and what an earlier commit that failed left behind in others.
    ///
    /// - Parameters:
    ///   - directories: The names of directories of servers, which may be gone.
    ///   - message: What the commit says.
    /// - Throws: ``HelperError`` with git's first words.
    func commit(_ directories: [String], _ message: String) throws(HelperError) {
        do {
            try commitChanges(in: directories, message)
        } catch {
            throw HelperError(error.code, error.message, advice: error.advice + lockAdvice)
        }
    }

    /// Whether an earlier change of a server's directory is not in any commit.
    func isBehind(_ directory: String) throws(HelperError) -> Bool {
        try changed(below: folder.appending(directory)).contains(directory)
    }

    private func commitChanges(in directories: [String], _ message: String) throws(HelperError) {
        // What git ignores is not in the status: who has it so wants no commit, and no message about it either.
        var changed = try changed(among: directories)
        let present = changed.filter { (try? FileStatus(ofLink: folder.appending($0))) != nil }
        let gone = changed.filter { !present.contains($0) }
        try stage(["add", "--all", "--"], present)
        try stage(["rm", "-r", "--quiet", "--cached", "--ignore-unmatch", "--"], gone)
        // What was added and never committed is now as if it had not been there.
        if !gone.isEmpty { changed = try self.changed(among: directories) }
        guard !changed.isEmpty else { return }
        let signs = try run(["config", "--bool", "--get", "pass.signcommits"]).output.starts(with: "true".utf8)
        let committed = try run(
            ["commit", "--quiet"] + (signs ? ["-S"] : []) + ["-m", message, "--"] + changed.map(relative),
            "; perhaps a hook hangs" + (signs ? ", or the key that signs is locked" : "")
        )
        guard committed.succeeded else { throw Self.failure("git commit", committed) }
    }

    private func stage(_ command: [String], _ directories: [String]) throws(HelperError) {
        guard !directories.isEmpty else { return }
        let outcome = try run(command + directories.map(relative))
        guard outcome.succeeded else { throw Self.failure("git \(command[0])", outcome) }
    }

    /// The given directories, and all others of servers, that are not as in the last commit.
    private func changed(among directories: [String]) throws(HelperError) -> [String] {
        try changed(below: folder).filter { directories.contains($0) || PasswordStoreTree.server(named: $0) != nil }
    }

    /// The names of the directories in the folder that are not as in the last commit.
    private func changed(below path: FilePath) throws(HelperError) -> [String] {
        let prefix = relative(folder)
        let status = try run([
            "--no-optional-locks", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--",
            relative(path).isEmpty ? "." : relative(path),
        ])
        guard status.succeeded else { throw Self.failure("git status", status) }
        return GitStatus(parsing: status.output).names(below: prefix)
    }

    private func relative(_ path: FilePath) -> String {
        var path = path
        _ = path.removePrefix(root)
        return path.string
    }

    private func relative(_ directory: String) -> String { relative(folder.appending(directory)) }

    private func run(_ arguments: [String], _ guess: String = "") throws(HelperError) -> ChildProcess.Outcome {
        let verb = arguments.first { !$0.hasPrefix("-") } ?? ""
        // Another program of the user may be at the index at this moment; git itself does not wait.
        var attempts = 0
        while true {
            let outcome = try runner.run(
                git,
                ["--literal-pathspecs", "-C", root.string] + arguments,
                changing: changes,
                until: deadline,
                gracePeriod: Self.gracePeriod,
                waitingFor: "git \(verb) in the password store\(guess)"
            )
            attempts += 1
            guard !outcome.succeeded, attempts < 40, outcome.errorOutput.text.contains("index.lock"),
                !deadline.isExpired
            else { return outcome }
            Pause.wait(milliseconds: 50)
        }
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}
