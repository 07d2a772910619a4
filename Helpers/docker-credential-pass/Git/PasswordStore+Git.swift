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

    /// Reports a commit that failed, which is not an error of the call: the entry was stored or erased.
    private func note(uncommitted error: HelperError) {
        diagnostics.note("done, but not committed to the store's git repository: \(error.message)")
        diagnostics.note("The next change of a credential commits it too")
        error.advice.forEach(diagnostics.note)
    }

    /// Commits an earlier `erase` of the server if its commit failed.
    func commitLeftover(of server: ServerURL) {
        guard let name = PasswordStoreTree.directoryName(for: server),
            let repository = try? repository(), (try? repository.isBehind(name)) == true
        else { return }
        do {
            try locked { _ throws(HelperError) in
                commit([name], CommitMessage.erasing("\(PasswordStoreTree.folder)/\(name)"))
            }
        } catch {
            note(uncommitted: error)
        }
    }
}
