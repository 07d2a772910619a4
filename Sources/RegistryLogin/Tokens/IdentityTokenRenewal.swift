public import RegistryCredentials

/// Saves the identity token that a token server gives in place of the one that was exchanged.
///
/// Token servers that rotate their tokens accept each only once. The old one in the store must then be replaced, or the
/// next program that reads it is rejected.
public struct IdentityTokenRenewal: Sendable {
    let save: @Sendable (_ old: Credential, _ new: Credential) async throws -> Void

    /// Saves with a function of the caller.
    ///
    /// - Parameter save: Replaces a credential where it is kept, unless another one is there by now.
    public init(_ save: @escaping @Sendable (_ old: Credential, _ new: Credential) async throws -> Void) {
        self.save = save
    }

    /// Saves in the store that the credential came from, if the old token is still there.
    ///
    /// A credential that another program has saved meanwhile stays. Stores that can compare and save in one step do so;
    /// see `CredentialStore.replace(_:with:for:)`.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - server: The registry.
    /// - Returns: The renewal.
    public static func saving(in store: any CredentialStore, for server: ServerAddress) -> IdentityTokenRenewal {
        IdentityTokenRenewal { old, new in _ = try await replace(old, by: new, in: store, for: server) }
    }

    /// Saves in the store that the credential of an image came from, if the old token is still there.
    ///
    /// The credential may be that of the registry or of a namespace, so each of them is looked up, the registry first. It
    /// is saved under the first address with the old token.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - image: The image.
    /// - Returns: The renewal.
    public static func saving(in store: any CredentialStore, for image: ImageReference) -> IdentityTokenRenewal {
        IdentityTokenRenewal { old, new in
            if try await replace(old, by: new, in: store, for: image.registry) { return }
            var address = image.registry.authority
            for component in image.repository.split(separator: "/") {
                address += "/\(component)"
                if try await replace(old, by: new, in: store, for: ServerAddress(address)) { return }
            }
        }
    }

    /// Replaces an identity token under one address; false if another credential is there.
    private static func replace(
        _ old: Credential,
        by new: Credential,
        in store: any CredentialStore,
        for server: ServerAddress
    ) async throws -> Bool {
        guard let there = try await store.get(server), there.identityToken == old.identityToken else { return false }
        let replacement = Credential(
            username: there.username,
            password: there.password,
            identityToken: new.identityToken,
            registryToken: there.registryToken
        )
        return try await store.replace(there, with: replacement, for: server)
    }
}
