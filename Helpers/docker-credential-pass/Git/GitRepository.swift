internal import Codecs
import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// The git repository that contains a store or a part of it.
struct GitRepository {
    let root: FilePath
    /// The directory of all entries.
    private let folder: FilePath
    private let git: FilePath
    private let runner: ProgramRunner
    private let deadline: Deadline

    /// The variables that pass removes from git's environment.
    ///
    /// In a hook that calls docker they name the hook's own repository.
    private static let misleading = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_NAMESPACE", "GIT_INDEX_FILE", "GIT_INDEX_VERSION", "GIT_OBJECT_DIRECTORY",
        "GIT_COMMON_DIR",
    ]

    /// The time that git has after SIGTERM to remove its locks (lockfile.h of git).
    ///
    /// After SIGKILL they would stay and prevent every further commit in the store. git ends at once, unless the machine
    /// is so busy that removing a file takes seconds.
    private static let gracePeriod = Duration.seconds(5)

    private let environment: ProcessEnvironment

    /// Finds the repository without running git; nil if there is none.
    ///
    /// - Parameters:
    ///   - folder: The directory of all entries.
    ///   - store: The store; the search does not go above it.
    ///   - runner: What runs git.
    /// - Throws: ``HelperError`` if there is a repository and git is not installed.
    init?(around folder: FilePath, in store: FilePath, runner: ProgramRunner) throws(HelperError) {
        var current = folder
        while (try? FileStatus(of: current.appending(".git"))) == nil {
            guard current != store, current.starts(with: store) else { return nil }
            current.removeLastComponent()
        }
        guard let git = runner.find("git") else {
            throw HelperError(.unavailable, .notFoundInPath("git", advice: "Run: sudo apt-get install git"))
        }
        root = current
        self.folder = folder
        self.git = git
        self.runner = runner
        deadline = Self.deadline(within: runner.deadline)
        environment = runner.environment
            .replacing([String: String?](uniqueKeysWithValues: Self.misleading.map { ($0, nil) }))
            .replacing("GIT_CEILING_DIRECTORIES", with: store.appending(".."))
    }

    /// Commits the changes in the given directories and those that a failed commit left in other servers' directories.
    ///
    /// - Parameters:
    ///   - directories: The names of servers' directories, which need not exist any more.
    ///   - message: The commit's message.
    /// - Throws: ``HelperError`` with the first line that git reports.
    func commit(_ directories: [String], _ message: String) throws(HelperError) {
        do {
            try commitChanges(in: directories, message)
        } catch {
            throw HelperError(error.code, error.message, advice: error.advice + lockAdvice)
        }
    }

    /// Whether a server's directory has changes that are not committed.
    func isBehind(_ directory: String) throws(HelperError) -> Bool {
        try changed(below: folder.appending(directory)).contains(directory)
    }

    private func commitChanges(in directories: [String], _ message: String) throws(HelperError) {
        if let operation = operationInProgress { throw .repositoryBusy(operation) }
        // Ignored files are not in the status. Their owner wants neither a commit nor a message about it.
        var changed = try changed(among: directories)
        let present = changed.filter { (try? FileStatus(ofLink: folder.appending($0))) != nil }
        let gone = changed.filter { !present.contains($0) }
        try stage(["add", "--all", "--"], present)
        try stage(["rm", "-r", "--quiet", "--cached", "--ignore-unmatch", "--"], gone)
        // An entry that was added and never committed has no change left.
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

    /// Returns those of the given directories, and all other servers' directories, that differ from the last commit.
    private func changed(among directories: [String]) throws(HelperError) -> [String] {
        try changed(below: folder).filter { directories.contains($0) || PasswordStoreTree.server(named: $0) != nil }
    }

    /// Returns the names of the directories in the folder that differ from the last commit.
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

    private func run(_ arguments: [String], _ likelyCause: String = "") throws(HelperError) -> ChildProcess.Outcome {
        let verb = arguments.first { !$0.hasPrefix("-") } ?? ""
        let purpose = "git \(verb) in the password store\(likelyCause)"
        guard !deadline.isExpired else {
            throw HelperError(.timedOut, .timedOut(after: runner.deadline.limit ?? .zero, waitingFor: purpose))
        }
        // Another git may have locked the index for a moment, and git itself does not wait.
        var attempts = 0
        while true {
            let outcome = try runner.run(
                git,
                ["--literal-pathspecs"] + arguments,
                in: root,
                environment: environment,
                until: deadline,
                gracePeriod: Self.gracePeriod,
                waitingFor: purpose
            )
            attempts += 1
            guard !outcome.succeeded, attempts < 40, outcome.errorOutput.text.contains(bytesOf: "index.lock"),
                !deadline.isExpired
            else { return outcome }
            Pause.wait(milliseconds: 50)
        }
    }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}
