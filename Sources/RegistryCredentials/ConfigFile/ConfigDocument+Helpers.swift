internal import Codecs

extension ConfigDocument {
    /// Returns the credential helpers that the file names.
    ///
    /// - Throws: `damaged` if `credsStore` is not a string or `credHelpers` is not an object. A member of
    ///   `credHelpers` that is not a string is reported only for its own registry.
    package func helperSettings() throws(CredentialStoreError) -> CredentialHelperSettings {
        let store = document.root[Self.credentialsStore]
        guard store == nil || store?.isNull == true || store?.kind == .string else {
            throw Self.wrongType("`credsStore`", "a string")
        }
        var helpers: [(key: String, helper: CredentialHelperSettings.Helper)] = []
        for object in document.root.members where object.matches(Self.credentialHelpers) {
            switch object.value.kind {
            case .null: continue
            case .object:
                for member in object.value.members {
                    guard let key = member.name else { continue }
                    helpers.removeAll { $0.key.utf8.elementsEqual(key.utf8) }
                    helpers.append((key, Self.helper(member.value)))
                }
            default: throw Self.wrongType("`credHelpers`", "an object")
            }
        }
        let name = store?.string.flatMap { $0.isEmpty ? nil : $0 }
        return CredentialHelperSettings(credentialsStore: name, credentialHelpers: helpers)
    }

    private static func helper(_ value: JSONValue) -> CredentialHelperSettings.Helper {
        guard let name = value.string ?? (value.isNull ? "" : nil) else { return .damaged }
        return name.isEmpty ? .file : .program(name)
    }

    /// Whether the file configures credentials: it names a helper or has an entry, even an empty one.
    package func isAuthConfigured() throws(CredentialStoreError) -> Bool {
        let settings = try helperSettings()
        if settings.credentialsStore != nil || !settings.credentialHelpers.isEmpty { return true }
        return try authsObjects().contains { $0.members.contains { _ in true } }
    }
}
