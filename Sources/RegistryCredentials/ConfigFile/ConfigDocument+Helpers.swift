internal import Codecs

extension ConfigDocument {
    /// What the file says of helpers.
    ///
    /// - Throws: `malformed` for a `credsStore` that is no text and for `credHelpers` that is no object. That one of its
    ///   members is no text is said by that member, so that it is in nobody else's way.
    package func helperSettings() throws(CredentialStoreError) -> CredentialHelperSettings {
        let store = document.root[Self.credentialsStore]
        guard store == nil || store?.isNull == true || store?.kind == .string else {
            throw Self.wrongType("`credsStore`", "a text")
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

    /// Whether the file says anything of credentials: a helper, or an entry, be it an empty one.
    package func isAuthConfigured() throws(CredentialStoreError) -> Bool {
        let settings = try helperSettings()
        if settings.credentialsStore != nil || !settings.credentialHelpers.isEmpty { return true }
        return try authsObjects().contains { $0.members.contains { _ in true } }
    }
}
