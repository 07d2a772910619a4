extension DynamicStore {
    /// Who keeps the credential of a server.
    enum Holder: Sendable {
        case file
        case helper(Helper)
    }

    /// A helper and what named it.
    struct Helper: Sendable {
        let store: NativeStore
        let origin: Origin
    }

    /// What named a helper, in words for explanations.
    enum Origin: Sendable, Equatable {
        case credentialHelpers(key: String)
        case credentialsStore
        case detected
    }

    /// Who keeps the credential of a server, by the configuration as it is now.
    ///
    /// - Throws: ``CredentialStoreError`` if the file cannot be read, or names no helper where it should.
    func holder(of server: ServerAddress) async throws -> Holder {
        let settings = try await file.helperSettings()
        let exact = settings.helper(for: server).map { (key: $0.key, helper: $0.helper) }
        if let named = exact ?? (options.usesGlobs ? settings.globbedHelper(for: server) : nil) {
            switch named.helper {
            case .file: return .file
            case .program(let name): return .helper(helper(name, .credentialHelpers(key: named.key)))
            case .damaged:
                throw CredentialStoreError(
                    .malformed,
                    "`credHelpers` names no helper for this server, but something that is not text",
                    at: .init(file: configPath, key: named.key),
                    advice: ["Mend it; the file was left as it is."]
                )
            }
        }
        if options.honoursCredentialsStore, let name = settings.credentialsStore {
            return .helper(helper(name, .credentialsStore))
        }
        guard let name = try await detectedHelper() else { return .file }
        return .helper(helper(name, .detected))
    }

    /// The helper that counts where the configuration says nothing of credentials; nil for none.
    func detectedHelper() async throws -> String? {
        guard options.detectsDefaultHelper, try await !file.isAuthConfigured() else { return nil }
        return try await detected.name
    }

    /// Whether a save for a server would write to the file in clear.
    ///
    /// - Parameter server: The registry.
    /// - Returns: True if no helper keeps its credential.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read, or names no helper where it should.
    package func keepsInClear(_ server: ServerAddress) async throws -> Bool {
        if case .file = try await holder(of: server) { true } else { false }
    }

    private func helper(_ name: String, _ origin: Origin) -> Helper {
        var helperOptions = options.helper
        helperOptions.origin = .init(file: configPath, key: origin.description)
        return Helper(store: NativeStore(name, options: helperOptions), origin: origin)
    }
}

extension DynamicStore.Origin: CustomStringConvertible {
    var description: String {
        switch self {
        case .credentialHelpers(let key): "credHelpers[\"\(key.withoutUserInformation)\"]"
        case .credentialsStore: "credsStore"
        case .detected: "the helper that was found to work here"
        }
    }
}

/// The helper that works here, which is looked for until there is one.
actor DetectedHelper {
    private let options: NativeStore.Options
    private var found: String?
    /// Why the candidates of the last search were passed over.
    private(set) var refusals: [CredentialStoreError] = []

    init(_ options: NativeStore.Options) {
        self.options = options
    }

    /// Its name; nil if there is none, which the next one who asks may find otherwise.
    var name: String? {
        get async throws {
            if let found { return found }
            let detection = try await NativeStore.detect(options: options)
            found = detection.store?.name
            refusals = detection.refusals
            return found
        }
    }
}
