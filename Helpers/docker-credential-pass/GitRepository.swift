import HelperProtocol
import SystemPackage
import SystemSupport

/// The git repository that a store, or a part of it, is kept in.
struct GitRepository {
    let root: FilePath
    private let git: FilePath
    private let runner: ProgramRunner

    /// What pass takes out of the environment, so that a hook that calls docker does not commit into its own repository.
    private static let misleading = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_NAMESPACE", "GIT_INDEX_FILE", "GIT_INDEX_VERSION", "GIT_OBJECT_DIRECTORY",
        "GIT_COMMON_DIR",
    ]

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
        self.git = git
        self.runner = runner
        var changes = [String: String?](uniqueKeysWithValues: Self.misleading.map { ($0, nil) })
        changes["GIT_CEILING_DIRECTORIES"] = store.appending("..").string
        self.changes = changes
    }

    /// Commits what has changed in the given directories, and nothing else.
    ///
    /// - Parameters:
    ///   - directories: Directories of servers, which may be gone.
    ///   - message: What the commit says.
    /// - Throws: ``HelperError`` with git's first words.
    func commit(_ directories: [FilePath], _ message: String) throws(HelperError) {
        let paths = directories.map { path in
            var relative = path
            _ = relative.removePrefix(root)
            return relative.string
        }
        let present = zip(directories, paths).filter { (try? FileStatus(ofLink: $0.0)) != nil }.map(\.1)
        let gone = paths.filter { !present.contains($0) }
        if !present.isEmpty {
            let added = try run(["add", "--all", "--"] + present)
            // Who has git ignore the credentials wants no commit, and no message about it either.
            guard added.succeeded else {
                if try run(["check-ignore", "--quiet", "--"] + present, isLiteral: false).succeeded { return }
                throw failure("git add", added)
            }
        }
        if !gone.isEmpty {
            let removed = try run(["rm", "-r", "--quiet", "--cached", "--ignore-unmatch", "--"] + gone)
            guard removed.succeeded else { throw failure("git rm", removed) }
        }
        let status = try run(["status", "--porcelain", "--untracked-files=no", "--"] + paths)
        // A path that git knows nothing of would make the commit fail.
        let changed = paths.filter(status.mentions)
        guard !changed.isEmpty else { return }
        let signs = try run(["config", "--bool", "--get", "pass.signcommits"]).output.starts(with: "true".utf8)
        let committed = try run(["commit", "--quiet"] + (signs ? ["-S"] : []) + ["-m", message, "--"] + changed)
        guard committed.succeeded else { throw failure("git commit", committed) }
    }

    private func run(_ arguments: [String], isLiteral: Bool = true) throws(HelperError) -> ChildProcess.Outcome {
        // Another program of the user may be at the index at this moment; git itself does not wait.
        var attempts = 0
        while true {
            let outcome = try runner.run(
                git,
                // check-ignore, alone, refuses the option; there is nothing in our paths that it could mean.
                (isLiteral ? ["--literal-pathspecs"] : []) + ["-C", root.string] + arguments,
                changing: changes,
                waitingFor: "git \(arguments[0]) in the password store"
            )
            attempts += 1
            guard !outcome.succeeded, attempts < 40, outcome.errorOutput.text.contains("index.lock"),
                !runner.deadline.isExpired
            else { return outcome }
            Pause.wait(milliseconds: 50)
        }
    }

    /// git sees no secret, so its words may be quoted.
    private func failure(_ operation: String, _ outcome: ChildProcess.Outcome) -> HelperError {
        let lines = (outcome.errorOutput + outcome.output).text.split(separator: "\n").map(String.init)
        let words = lines.first { $0.hasPrefix("fatal:") || $0.hasPrefix("error:") } ?? lines.first ?? "no reason given"
        return HelperError(.failed, "\(operation): \(words.prefix(200))")
    }
}

extension ChildProcess.Outcome {
    /// Whether the lines of `git status --porcelain` are about something below a path without characters to quote.
    fileprivate func mentions(_ path: String) -> Bool { output.text.contains(path) }
}

extension [UInt8] {
    var text: String { String(decoding: self, as: UTF8.self) }
}
