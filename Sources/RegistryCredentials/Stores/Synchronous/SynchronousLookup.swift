/// A read-only lookup in files and variables that runs no program and needs no task.
///
/// Use it where a lookup must be a plain function call, or where programs cannot be started, such as in the sandbox of
/// a SwiftPM plugin. The locations and their rules are those of ``FallbackStore``. A registry whose credential helper
/// is configured has no credential here: the location fails with the code ``CredentialStoreError/Code/denied``, and the
/// search continues with the next one.
///
/// A lookup reads small files on the calling thread. Everywhere else use ``FallbackStore``, which also runs helpers.
public struct SynchronousLookup: Sendable {
    private let layers: [FallbackStore.Layer]

    /// Creates a lookup; no credential is read yet.
    ///
    /// - Parameters:
    ///   - sources: The locations, in the order in which they are searched.
    ///   - environment: The environment variables; nil for those of this process.
    public init(_ sources: CredentialSources = .ci, environment: [String: String]? = nil) {
        var options = DynamicStore.Options()
        options.helper.mayRunPrograms = false
        layers = FallbackStore(sources, environment: environment, options: options).layers
    }

    /// Looks up the credential of a registry in each location in turn.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The first credential; nil if no location has one.
    /// - Throws: The first ``CredentialStoreError``, if no location has a credential.
    public func get(_ server: ServerAddress) throws(CredentialStoreError) -> Credential? {
        var first: CredentialStoreError?
        for layer in layers {
            do throws(CredentialStoreError) {
                if let credential = try Self.get(server, from: layer) { return credential }
            } catch {
                first = first ?? error
            }
        }
        if let first { throw first }
        return nil
    }

    /// Looks up the credential for an image: that of its namespace if there is one, or else that of its registry.
    ///
    /// - Parameter image: The image.
    /// - Returns: The first credential; nil if no location has one.
    /// - Throws: The errors of ``get(_:)-(ServerAddress)``.
    public func get(_ image: ImageReference) throws(CredentialStoreError) -> Credential? {
        try get(image.server)
    }

    private static func get(
        _ server: ServerAddress,
        from layer: FallbackStore.Layer
    ) throws(CredentialStoreError) -> Credential? {
        guard let store = layer.store as? any SynchronousStore else {
            throw CredentialStoreError(.unsupported, "\(layer.name) cannot be read synchronously")
        }
        return try store.getSynchronously(server)
    }
}
