internal import HelperProtocol
internal import PasswordStoreFormat
internal import SystemPackage
internal import SystemSupport

/// Examines pass and gpg: programs, store, keys, agent.
///
/// Nothing is written, and no prompt appears.
struct PasswordStoreProbe {
    let environment: ProcessEnvironment
    let timeout: Duration

    /// The store's directory.
    private var path: FilePath {
        environment.path(of: "PASSWORD_STORE_DIR") ?? environment.path(of: "HOME")?.appending(".password-store")
            ?? "~/.password-store"
    }

    func examine() -> PasswordStoreFacts {
        let path = path
        var facts = PasswordStoreFacts(
            hasGpg: environment.hasProgram("gpg") || environment.hasProgram("gpg2"),
            hasPass: environment.hasProgram("pass"),
            directory: path.string,
            exists: (try? FileStatus(of: path))?.kind == .directory,
            hasDisplay: environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
        )
        let gpg = GpgProbe(environment: environment, timeout: timeout)
        facts.keys = keys(path, gpg)
        facts.folders = folders
        guard facts.hasGpg else { return facts }
        facts.agentAnswers = gpg.agentAnswers
        examinePrompt(gpg, &facts)
        return facts
    }

    /// Returns the keys that `docker-credential-helpers` is encrypted to: those of the nearest `.gpg-id`.
    private func keys(_ store: FilePath, _ gpg: GpgProbe) -> [PasswordStoreFacts.Key]? {
        let own = store.appending(PasswordStoreTree.folder).appending(".gpg-id")
        let files = [own, store.appending(".gpg-id")]
        guard let file = files.lazy.compactMap({ try? RegularFile.read($0, limit: 1 << 16) }).first else { return nil }
        return GpgIdFile(parsing: file.bytes).keys.map { name in
            let listing = gpg.listing(of: [name]).map { GpgKeyListing(parsing: $0) }
            return PasswordStoreFacts.Key(
                name: name,
                state: listing.map { state($0) } ?? .unknown,
                hasSecret: listing.map { gpg.secretPart(of: $0) != .missing } ?? false,
                fingerprint: listing?.fingerprint,
                expiredSubkeys: listing.map { expiredSubkeys($0.obstacle) } ?? []
            )
        }
    }

    private func state(_ listing: GpgKeyListing) -> PasswordStoreFacts.Key.State {
        switch listing.obstacle {
        case .unknown: .unknown
        case .revoked: .revoked
        case .expired, .encryptionExpired: .expired
        case .noEncryption: .signsOnly
        case .disabled: .disabled
        case .other: listing.isTrusted ? .usable : .untrusted
        }
    }

    private func expiredSubkeys(_ obstacle: GpgKeyListing.Obstacle) -> [String] {
        switch obstacle {
        case .expired(_, let subkeys), .encryptionExpired(_, let subkeys): subkeys
        case .unknown, .revoked, .noEncryption, .disabled, .other: []
        }
    }

    /// The folders of all servers, for which no program is run.
    var folders: [PasswordStoreFacts.Folder] {
        let directory = path.appending(PasswordStoreTree.folder)
        guard let names = try? DirectoryListing.names(in: directory) else { return [] }
        let isLink = Self.isLink(directory)
        return names.filter { !$0.hasPrefix(".") }.sorted().compactMap { name -> PasswordStoreFacts.Folder? in
            let folder = directory.appending(name)
            guard (try? FileStatus(of: folder))?.kind == .directory else { return nil }
            return PasswordStoreFacts.Folder(
                name: name,
                server: PasswordStoreTree.server(named: name)?.text,
                entries: PasswordStoreEntries.read(folder),
                isLink: isLink || Self.isLink(folder)
            )
        }
    }

    private static func isLink(_ path: FilePath) -> Bool {
        (try? FileStatus(ofLink: path))?.kind == .symbolicLink
    }

    /// Returns the pinentry program of gpg-agent: from gpg-agent.conf, or else from gpgconf.
    private func examinePrompt(_ gpg: GpgProbe, _ facts: inout PasswordStoreFacts) {
        let settings = gpg.home.flatMap { try? RegularFile.read($0.appending("gpg-agent.conf"), limit: 1 << 16) }
        let lines = settings.map { String(decoding: $0.bytes, as: UTF8.self).split(separator: "\n") } ?? []
        let named = lines.compactMap { line -> String? in
            let words = line.split(separator: " ", maxSplits: 1)
            return words.count == 2 && words[0] == "pinentry-program" ? String(words[1]) : nil
        }.last
        let listed = gpg.run("gpgconf", ["--list-components"]).flatMap { outcome in
            String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("pinentry:") }?
                .split(separator: ":").last.map(String.init)
        }
        guard let pinentry = named ?? listed else { return }
        facts.pinentry = pinentry
        let path = FilePath(pinentry)
        facts.pinentryExists = unsafe path.withPlatformString { unsafe access($0, X_OK) } == 0
        // `pinentry` is a link of the alternatives system to the actual program.
        let target = (try? path.resolvingFinalLinks())?.lastComponent?.string ?? pinentry
        facts.pinentryNeedsDisplay = ["gnome3", "gtk-2", "gtk", "qt", "qt5", "qt6", "fltk"].contains {
            target.hasSuffix("pinentry-\($0)")
        }
    }
}
