internal import PasswordStoreFormat
internal import RegistryDiagnostics
internal import SystemPackage
internal import SystemSupport

/// The five parts of pass: gpg, a key, gpg's trust in it, the store, and a secret key that can be used.
extension SetupPlanner {
    func addPasswordStore(to preparation: inout Preparation) {
        guard let store = facts.machine.passwordStore, store.hasGpg else {
            preparation.parts.append(SetupPart("gpg", missing: .gpgNotFound))
            return
        }
        preparation.parts.append(SetupPart("gpg", .ready, "found in PATH"))
        if let keys = store.keys, !keys.isEmpty {
            addExisting(keys, of: store, to: &preparation)
        } else {
            addNew(store, to: &preparation)
        }
    }

    // MARK: A store that exists

    private func addExisting(
        _ keys: [PasswordStoreFacts.Key],
        of store: PasswordStoreFacts,
        to preparation: inout Preparation
    ) {
        let names = keys.map(\.name.escapedForDisplay).joined(separator: ", ")
        let faults = PasswordStoreCheck().findings(in: facts.machine)
        let untrusted = keys.filter { $0.state == .untrusted }
        let unusable = keys.filter { ![.usable, .untrusted].contains($0.state) }
        guard unusable.isEmpty else {
            let fault = faults.first
            preparation.parts.append(
                SetupPart("key", .missing, fault?.summary ?? "\(names) cannot be used", remedy: fault?.remedy)
            )
            return
        }
        preparation.parts.append(SetupPart("key", .ready, names))
        addTrust(in: untrusted.map(\.name), fault: faults.first, to: &preparation)
        preparation.parts.append(SetupPart("store", .ready, store.directory.escapedForDisplay))
        guard keys.contains(where: \.hasSecret) else {
            let fault = faults.first { $0.summary.hasSuffix(Diagnosis.Phrase.missingSecretKey) }
            preparation.parts.append(
                SetupPart(
                    "secret key",
                    .missing,
                    fault?.summary ?? "no secret key of the store is on this machine",
                    remedy: fault?.remedy ?? "Import one of the secret keys: gpg --import FILE"
                )
            )
            return
        }
        addSecretKey(named: keys.filter(\.hasSecret).map(\.name), to: &preparation)
    }

    /// Adds gpg's trust: a key of the user's own can be trusted by a step, another's only by the user.
    private func addTrust(in untrusted: [String], fault: DiagnosticFinding?, to preparation: inout Preparation) {
        guard let name = untrusted.first else {
            preparation.parts.append(SetupPart("trust", .ready, "gpg encrypts to it without asking"))
            return
        }
        let own = facts.ownKeys.first { $0.fingerprint.hasSuffix(name) || $0.userID.contains(name) }
        guard let own, untrusted.count == 1 else {
            preparation.parts.append(
                SetupPart("trust", .missing, fault?.summary ?? "the key is not trusted", remedy: fault?.remedy)
            )
            return
        }
        preparation.parts.append(SetupPart("trust", .planned, "gpg does not know that \(own.shortName) is yours"))
        preparation.steps.append(.trustKey(fingerprint: own.fingerprint))
    }

    private func addSecretKey(named names: [String], to preparation: inout Preparation) {
        if names.contains(where: { facts.decryptsWithoutPrompt[$0] == true }) {
            preparation.parts.append(SetupPart("secret key", .ready, "gpg decrypts without a prompt"))
        } else if request.hasTerminal {
            preparation.parts.append(SetupPart("secret key", .ready, "gpg asks for its passphrase"))
        } else {
            preparation.parts.append(
                SetupPart(
                    "secret key",
                    missing: .lockedWithoutTerminal("the secret key"),
                    remedy: "Run this on a terminal, or use a key without a passphrase"
                )
            )
        }
    }

    // MARK: A new store

    private func addNew(_ store: PasswordStoreFacts, to preparation: inout Preparation) {
        let keys = facts.ownKeys.filter { key in
            request.key.map { key.fingerprint.hasSuffix($0.uppercased()) || key.userID.contains($0) } ?? true
        }
        if let wanted = request.key, keys.isEmpty {
            preparation.parts.append(
                SetupPart(
                    "key",
                    .missing,
                    "gpg has no secret key \(wanted.escapedForDisplay)",
                    remedy: "Choose one of: gpg --list-secret-keys"
                )
            )
            return
        }
        guard keys.count < 2 else {
            let names = keys.map(\.shortName).joined(separator: ", ")
            preparation.parts.append(
                SetupPart("key", .missing, "there are several keys: \(names)", remedy: "Pass one of them with --key")
            )
            return
        }
        guard mayCreateStore(store, to: &preparation) else { return }
        if let key = keys.first {
            addStore(store, encryptedTo: key, to: &preparation)
        } else {
            addKeyAndStore(store, to: &preparation)
        }
    }

    private func mayCreateStore(_ store: PasswordStoreFacts, to preparation: inout Preparation) -> Bool {
        if facts.signsStore {
            preparation.parts.append(
                SetupPart(
                    "store",
                    .missing,
                    "PASSWORD_STORE_SIGNING_KEY is set, so the store has to be signed",
                    remedy: "Run: pass init KEY"
                )
            )
            return false
        }
        guard store.keys == nil else {
            preparation.parts.append(
                SetupPart(
                    "store",
                    .missing,
                    "\(store.directory.escapedForDisplay)/.gpg-id names no key",
                    remedy: "Run: pass init KEY"
                )
            )
            return false
        }
        guard request.createsKey != .no else {
            preparation.parts.append(
                SetupPart(
                    facts.ownKeys.isEmpty ? "key" : "store",
                    .missing,
                    facts.ownKeys.isEmpty
                        ? "there is no gpg key for a password store"
                        : Diagnosis.uninitializedPasswordStore(FilePath(store.directory)).message,
                    remedy: "Pass --create-key to create \(facts.ownKeys.isEmpty ? "both" : "it")"
                )
            )
            return false
        }
        return true
    }

    private func addStore(
        _ store: PasswordStoreFacts,
        encryptedTo key: GpgOwnKeys.Key,
        to preparation: inout Preparation
    ) {
        if request.createsKey == .undecided { preparation.questions.append(.createStore(key: key.shortName)) }
        preparation.parts.append(SetupPart("key", .ready, key.shortName))
        addTrust(in: key.isTrusted ? [] : [key.fingerprint], fault: nil, to: &preparation)
        preparation.parts.append(SetupPart("store", .planned, store.directory.escapedForDisplay))
        preparation.steps.append(.createStore(directory: store.directory, key: key.fingerprint))
        addSecretKey(named: [key.fingerprint], to: &preparation)
    }

    private func addKeyAndStore(_ store: PasswordStoreFacts, to preparation: inout Preparation) {
        let hasPassphrase = request.asksForPassphrase
        if request.createsKey == .undecided { preparation.questions.append(.createKey(hasPassphrase: hasPassphrase)) }
        preparation.parts += [
            SetupPart("key", .planned, "a new gpg key \(hasPassphrase ? "with" : "without") a passphrase"),
            SetupPart("trust", .planned, "gpg trusts a key that it creates"),
            SetupPart("store", .planned, store.directory.escapedForDisplay),
            SetupPart("secret key", .planned, "part of the new key"),
        ]
        preparation.steps += [
            .createKey(hasPassphrase: hasPassphrase), .createStore(directory: store.directory, key: nil),
        ]
        if !hasPassphrase {
            preparation.notes.append(
                "A key without a passphrase protects copies of the password store, such as backups; it does not protect "
                    + "against anyone who can read ~/.gnupg."
            )
        }
    }
}

extension GpgOwnKeys.Key {
    /// The user ID and the end of the fingerprint, as gpg shows a key.
    var shortName: String {
        let number = String(fingerprint.suffix(16))
        return userID.isEmpty ? number : "\(userID.escapedForDisplay) (\(number))"
    }
}
