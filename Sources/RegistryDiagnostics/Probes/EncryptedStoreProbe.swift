internal import EncryptedStore
internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

/// Finds the store of docker-credential-file and its key, and opens the store if that needs no prompt and no program.
struct EncryptedStoreProbe {
    let environment: ProcessEnvironment

    /// Returns the facts; nil if the store is in plain text.
    func examine() -> EncryptedStoreFacts? {
        let silent = environment.replacing([HelperSettings.noPromptVariable: "1"])
        let diagnostics = HelperDiagnostics(isTracing: false) { _ in }
        let keys: StoreKeys
        do throws(HelperError) {
            keys = try StoreKeys(environment: silent, diagnostics: diagnostics)
        } catch {
            return EncryptedStoreFacts(store: "", fault: fault(error))
        }
        guard !keys.locations.isPlain else { return nil }
        var facts = EncryptedStoreFacts(store: keys.locations.store.escapedForDisplay)
        let file = StoreFile(keys: keys)
        do throws(HelperError) {
            let report = try file.keyReport()
            switch report.source {
            // A program may prompt, and a passphrase needs a prompt.
            case .none, .command, .passphrase: return facts
            case .file, .systemd: addPlace(of: keys.locations, to: &facts)
            }
            if report.keyExists, !report.isUnlocked {
                facts.fault = .init("a passphrase protects the key, and it is locked", isLocked: true)
            } else {
                _ = try file.load()
            }
        } catch {
            facts.fault = fault(error)
        }
        return facts
    }

    private func fault(_ error: HelperError) -> EncryptedStoreFacts.Fault {
        .init(error.message, advice: error.advice.first, isLocked: error.code == .locked)
    }

    private func addPlace(of locations: StoreLocations, to facts: inout EncryptedStoreFacts) {
        let identity = (try? locations.identity.resolvingFinalLinks()) ?? locations.identity
        guard (try? FileStatus(of: identity)) != nil else { return }
        facts.keyFile = locations.identity.escapedForDisplay
        let store = (try? locations.store.resolvingFinalLinks()) ?? locations.store
        facts.isBesideStore = identity.removingLastComponent() == store.removingLastComponent()
        facts.synchronizer = synchronizer(of: identity)
    }

    /// The names of directories that programs copy to other machines.
    private static let synchronizedNames = [
        "Dropbox": "Dropbox", "Nextcloud": "Nextcloud", "ownCloud": "ownCloud", "OneDrive": "OneDrive",
        "Google Drive": "Google Drive", "pCloudDrive": "pCloud", "MEGA": "MEGA", "Seafile": "Seafile",
    ]

    /// The files that such programs create in the directory that they copy, in the order in which they are looked for.
    private static let markers: [(name: String, program: String)] = [
        (".stfolder", "Syncthing"), (".dropbox.cache", "Dropbox"), (".owncloudsync.log", "ownCloud"),
        (".nextcloudsync.log", "Nextcloud"), (".git", "git"),
    ]

    private func synchronizer(of file: FilePath) -> EncryptedStoreFacts.Synchronizer? {
        var directory = file.removingLastComponent()
        while let name = directory.lastComponent?.string {
            let marker = Self.markers.first { (try? FileStatus(of: directory.appending($0.name))) != nil }
            if let program = marker?.program ?? Self.synchronizedNames[name] {
                return .init(name: program, directory: directory.escapedForDisplay)
            }
            directory.removeLastComponent()
        }
        return nil
    }
}
