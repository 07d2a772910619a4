/// The keys or the passphrase that decrypt a file.
package enum AgeUnlocking: Sendable, Redacted {
    /// Secret keys, tried in order, and the client for keys of plugins; nil if plugins are not used.
    case identities([AgeIdentity], plugins: (any AgePluginClient)? = nil)
    /// A passphrase, and the limit for the work that a file may require.
    case passphrase([UInt8], limit: ScryptLimit = ScryptLimit())

    /// Returns the file key in the first stanza that can be unwrapped.
    ///
    /// Stanzas of unknown types are skipped, as the specification requires. Some writers add them on purpose.
    ///
    /// - Throws: ``AgeError/Code/mixedPassphrase``, ``AgeError/Code/malformedHeader``,
    ///   ``AgeError/Code/noMatchingIdentity``, ``AgeError/Code/pluginFailed``, ``AgeError/Code/workFactorTooHigh``,
    ///   ``AgeError/Code/notEnoughMemory`` or ``AgeError/Code/wrongPassphrase``.
    func unwrap(_ header: AgeHeader) throws(AgeError) -> FileKey {
        guard !header.isPassphraseProtected || header.stanzas.count == 1 else {
            throw AgeError(.mixedPassphrase, "the file has a passphrase beside other recipients, which age forbids")
        }
        switch self {
        case .identities(let identities, let plugins):
            guard !header.isPassphraseProtected else {
                throw AgeError(.noMatchingIdentity, "the file is protected by a passphrase, not by a key")
            }
            return try KeyUnwrapping(header).unwrap(with: identities, plugins)
        case .passphrase(let passphrase, let limit):
            guard header.isPassphraseProtected, let stanza = header.stanzas.first else {
                throw AgeError(.noMatchingIdentity, "the file is not protected by a passphrase but by keys")
            }
            return try ScryptStanza(stanza).unwrap(with: passphrase, limit: limit)
        }
    }
}

/// The stanzas of a header for keys.
private struct KeyUnwrapping {
    private let all: [AgeStanza]
    private var x25519: [X25519Stanza] = []
    private var hybrid: [HybridStanza] = []

    /// Checks every stanza before any is tried, so that a malformed one is rejected whichever key is used.
    init(_ header: AgeHeader) throws(AgeError) {
        all = header.stanzas
        for stanza in all {
            switch stanza.kind {
            case X25519Stanza.kind: x25519.append(try X25519Stanza(stanza))
            case HybridStanza.kind: hybrid.append(try HybridStanza(stanza))
            default: continue
            }
        }
    }

    func unwrap(with identities: [AgeIdentity], _ plugins: (any AgePluginClient)?) throws(AgeError) -> FileKey {
        var pluginKeys: [AgePluginKey] = []
        for identity in identities {
            switch identity.kind {
            case .x25519(let key):
                for stanza in x25519 {
                    if let fileKey = try stanza.unwrap(with: key) { return fileKey }
                }
            case .hybrid(let key):
                for stanza in hybrid {
                    if let fileKey = try stanza.unwrap(with: key) { return fileKey }
                }
            case .plugin(let key):
                pluginKeys.append(key)
            }
        }
        // Last, because a plugin may ask for a touch or a PIN. All keys of a plugin share one conversation.
        var failure: AgeError?
        for keys in pluginKeys.groupedByPlugin {
            guard let plugins else {
                throw AgeError(.pluginFailed, "\(keys[0].program): plugins are not used here")
            }
            do throws(AgeError) {
                if let fileKey = try plugins.unwrap(all, with: keys) { return FileKey(fileKey) }
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        throw AgeError(.noMatchingIdentity, "none of the keys decrypts the file")
    }
}

extension [AgePluginKey] {
    /// The keys of each plugin, in the order of the plugins' first keys.
    var groupedByPlugin: [[AgePluginKey]] {
        reduce(into: [[AgePluginKey]]()) { groups, key in
            if let index = groups.firstIndex(where: { $0[0].name == key.name }) {
                groups[index].append(key)
            } else {
                groups.append([key])
            }
        }
    }
}
