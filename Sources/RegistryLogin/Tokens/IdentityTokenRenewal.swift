public import RegistryCredentials

/// Saves the identity token by which a token server replaces the one that was exchanged.
///
/// Token servers that rotate their tokens accept each one only once. The stored token must then be replaced, or the
/// next program that uses it is rejected.
public struct IdentityTokenRenewal: Sendable {
    let save: @Sendable (_ old: Credential, _ new: Credential) async throws -> Void

    /// Creates a renewal that saves with a function.
    ///
    /// - Parameter save: Replaces a stored credential, unless another one has been stored in the meantime.
    public init(_ save: @escaping @Sendable (_ old: Credential, _ new: Credential) async throws -> Void) {
        self.save = save
    }

    /// Returns a renewal that saves in the store of the credential, if the old token is still there.
    ///
    /// A credential that another program has saved in the meantime stays. Stores that can compare and save in one step
    /// do so; see `CredentialStore.replace(_:with:for:)`.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - server: The registry.
    /// - Returns: The renewal.
    public static func saving(in store: any CredentialStore, for server: ServerAddress) -> IdentityTokenRenewal {
        IdentityTokenRenewal { old, new in _ = try await replace(old, by: new, in: store, for: server) }
    }

    /// Returns a renewal that saves in the store of an image's credential, if the old token is still there.
    ///
    /// The credential may be that of the registry or of a namespace, so each of them is looked up, the registry first.
    /// It is saved under the first address with the old token.
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

    /// Replaces an identity token under one address; returns false if the address has another credential.
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
