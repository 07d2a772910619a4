internal import SystemSupport

extension DynamicStore {
    /// The store of one registry's credential.
    enum Holder: Sendable {
        case file
        case helper(Helper)
    }

    /// A helper and the setting that names it.
    struct Helper: Sendable {
        let store: NativeStore
        let origin: Origin
    }

    /// The setting that names a helper; its description is used in explanations.
    enum Origin: Sendable, Equatable {
        case credentialHelpers(key: String)
        case credentialsStore
        case detected
        /// The caller named it.
        case chosen
    }

    /// Where a credential is saved.
    public enum Destination: Sendable, Equatable {
        /// The config file itself, in plain text.
        case file(path: String)
        /// The helper program with this file name.
        case helper(program: String)
    }

    /// Returns the store that the configuration selects for a registry, for reading.
    ///
    /// - Throws: ``CredentialStoreError`` if the name of the helper is not valid.
    func holder(of server: ServerAddress, in snapshot: ConfigSnapshot) throws(CredentialStoreError) -> Holder {
        let settings = try snapshot.helperSettings().replacing(options.replacedHelpers)
        let exact = settings.helper(for: server).map { (key: $0.key, helper: $0.helper) }
        if let named = exact ?? (options.matchesWildcards ? settings.wildcardHelper(for: server) : nil) {
            switch named.helper {
            case .file: return .file
            case .program(let name): return .helper(helper(name, .credentialHelpers(key: named.key)))
            case .damaged: throw damagedHelper(named.key)
            }
        }
        if options.usesCredentialsStore, let name = settings.credentialsStore {
            return .helper(helper(name, .credentialsStore))
        }
        return .file
    }

    /// Returns the store for a save: a working helper if nothing is configured.
    func selectedHolder(of server: ServerAddress) async throws -> Holder {
        let snapshot = try await file.snapshot()
        let holder = try holder(of: server, in: snapshot)
        guard options.detectsDefaultHelper, try !snapshot.isAuthConfigured(), let name = try await detected.name else {
            return holder
        }
        return .helper(helper(name, .detected))
    }

    /// Returns where a credential for a registry would be saved.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The file, or the helper program.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read or the name of the helper is not valid;
    ///   `CancellationError`.
    public func destination(for server: ServerAddress) async throws -> Destination {
        switch try await selectedHolder(of: server) {
        case .file: .file(path: configPath)
        case .helper(let helper): .helper(program: helper.store.program.name)
        }
    }

    /// Returns whether a save for a registry would write to the file in plain text.
    ///
    /// - Parameter server: The registry.
    /// - Returns: True if no helper is configured for the registry.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read or the name of the helper is not valid.
    package func savesInPlainText(_ server: ServerAddress) async throws -> Bool {
        if case .file = try await destination(for: server) { true } else { false }
    }

    /// Returns the error for a member of `credHelpers` that is not a string.
    func damagedHelper(_ key: String) -> CredentialStoreError {
        CredentialStoreError(
            .damaged,
            "the value for this registry in `credHelpers` is not a string",
            at: .init(file: configPath, key: key),
            advice: [Diagnosis.fixFile]
        )
    }

    func helper(_ name: String, _ origin: Origin) -> Helper {
        var helperOptions = options.helper
        helperOptions.origin = origin == .chosen ? .init() : .init(file: configPath, key: origin.description)
        return Helper(store: NativeStore(name, options: helperOptions), origin: origin)
    }
}

extension DynamicStore.Origin: CustomStringConvertible {
    var description: String {
        switch self {
        case .credentialHelpers(let key): "credHelpers[\"\(key.withoutUserInformation)\"]"
        case .credentialsStore: "credsStore"
        case .detected: "detection, as none is configured"
        case .chosen: "the caller"
        }
    }
}

/// The detected default helper; the search is repeated until one is found.
actor DetectedHelper {
    private let options: NativeStore.Options
    private var found: String?
    /// Why the last search rejected each candidate.
    private(set) var failures: [CredentialStoreError] = []

    init(_ options: NativeStore.Options) {
        self.options = options
    }

    /// The name of the helper; nil if none was found, and the next request searches again.
    var name: String? {
        get async throws {
            if let found { return found }
            let detection = try await NativeStore.detect(options: options)
            found = detection.store?.name
            failures = detection.failures
            return found
        }
    }
}
