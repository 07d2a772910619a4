import HelperProtocol
import PasswordStoreFormat
import SystemPackage

extension PasswordStore {
    private func repository() throws(HelperError) -> GitRepository? {
        let folder = settings.store.appending(PasswordStoreTree.folder)
        return try GitRepository(around: folder, in: settings.store, runner: runner)
    }

    /// Commits the given directories of servers, if the store is under git.
    func commit(_ directories: [String], _ message: String) {
        do {
            try repository()?.commit(directories, message)
        } catch {
            note(uncommitted: error)
        }
    }

    /// Tells about a commit that was not made; the entry is safe all the same, and a client could do nothing about it.
    private func note(uncommitted error: HelperError) {
        diagnostics.note("done, but not committed to the store's git repository: \(error.message)")
        diagnostics.note("The next change of a credential commits it too.")
        error.advice.forEach(diagnostics.note)
    }

    /// Commits that a server is gone, if that failed when it was erased.
    func commitLeftover(of server: ServerURL) {
        guard let name = PasswordStoreTree.directoryName(for: server),
            let repository = try? repository(), (try? repository.isBehind(name)) == true
        else { return }
        do {
            try locked { () throws(HelperError) in
                commit([name], CommitMessage.erasing("\(PasswordStoreTree.folder)/\(name)"))
            }
        } catch {
            note(uncommitted: error)
        }
    }
}
