package import SystemPackage
internal import SystemSupport

/// The git repository of a password store, examined without running git.
package enum PasswordStoreGit {
    /// Returns git's directory for a working tree; nil if that is not under git.
    package static func directory(of tree: FilePath) -> FilePath? {
        let git = tree.appending(".git")
        switch (try? FileStatus(of: git))?.kind {
        case .directory: return git
        case .regular:
            // Of a worktree or submodule: gitrepository-layout(5).
            let content = (try? RegularFile.read(git, limit: 1 << 16))?.bytes ?? []
            return directory(in: content).map { tree.pushing($0) }
        default: return nil
        }
    }

    /// Returns git's directory as a `.git` file names it; nil if the content is not that of such a file.
    package static func directory(in content: [UInt8]) -> FilePath? {
        let prefix = "gitdir: ".utf8
        guard let line = content.split(separator: UInt8(ascii: "\n")).first, line.starts(with: prefix) else {
            return nil
        }
        return FilePath(bytes: line.dropFirst(prefix.count))
    }

    /// The operation that the user has begun in a working tree and not finished, which a commit would disturb; nil if
    /// there is none.
    package static func operationInProgress(in tree: FilePath) -> String? {
        let directory = directory(of: tree) ?? tree.appending(".git")
        let marks = [
            ("MERGE_HEAD", "merge"), ("rebase-merge", "rebase"), ("rebase-apply", "rebase"),
            ("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert"),
        ]
        return marks.first { (try? FileStatus(of: directory.appending($0.0))) != nil }?.1
    }
}
