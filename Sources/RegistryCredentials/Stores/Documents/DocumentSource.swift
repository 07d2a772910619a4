internal import AuthsFormat
internal import Codecs

/// Texts of other forms as configuration documents.
enum DocumentSource {
    /// A `.dockercfg`: what stands under `auths` elsewhere is the whole file.
    static func legacy(
        _ bytes: [UInt8],
        rules: EntryRules = EntryRules()
    ) throws(CredentialStoreError) -> ConfigDocument {
        let content = try ConfigDocument(parsing: bytes, rules: rules)
        guard !content.bytes.isEmpty else { return content }
        // `auths` is a host without a dot, and nobody's: who has it in a `.dockercfg` has the form of a config.json.
        guard content.document.root[JSONDocument.auths]?.kind != .object else {
            throw CredentialStoreError(
                .malformed,
                "the file has the form of a config.json, not of a .dockercfg: its entries are in `auths`",
                advice: ["Move the file to ~/.docker/config.json"]
            )
        }
        return try ConfigDocument(
            parsing: Array(#"{"auths":"#.utf8) + content.document.root.source + Array("}".utf8),
            rules: rules
        )
    }

    /// A Kubernetes secret of a registry, in any form in which a program gets to see one.
    ///
    /// That is the object with its data in base64 (`data`) or as text (`stringData`), of either type, or what is in the
    /// file that is mounted into a container: `.dockerconfigjson` or `.dockercfg` itself.
    static func kubernetesSecret(_ bytes: [UInt8]) throws(CredentialStoreError) -> ConfigDocument {
        var rules = EntryRules()
        rules.matching = .kubernetes
        let outer = try ConfigDocument(parsing: bytes, rules: rules)
        let root = outer.document.root
        for (name, isLegacy) in [(".dockerconfigjson", false), (".dockercfg", true)] {
            guard let content = try data(JSONKey.exactly(name), in: root) else { continue }
            return isLegacy
                ? try legacy(content, rules: rules) : try ConfigDocument(parsing: content, rules: rules)
        }
        guard root["kind"] == nil || root["apiVersion"] == nil else {
            throw CredentialStoreError(
                .malformed,
                "the Kubernetes object has neither .dockerconfigjson nor .dockercfg in its data",
                advice: ["See its type: it should be kubernetes.io/dockerconfigjson."]
            )
        }
        return root[JSONDocument.auths] == nil ? try legacy(bytes, rules: rules) : outer
    }

    private static func data(_ key: JSONKey, in root: JSONValue) throws(CredentialStoreError) -> [UInt8]? {
        // Kubernetes lets `stringData` win over `data`.
        if let text = root["stringData"]?[key]?.string { return Array(text.utf8) }
        guard let encoded = root["data"]?[key]?.string else { return nil }
        guard let content = Base64().decode(Array(encoded.utf8)) else {
            throw CredentialStoreError(.malformed, "the data of the Kubernetes secret is not base64")
        }
        return content
    }
}
