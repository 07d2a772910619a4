internal import AuthsFormat
internal import Codecs

/// Converts documents of other formats to config documents.
enum DocumentSource {
    /// Converts a `.dockercfg`, in which the whole file is what `auths` holds elsewhere.
    static func legacy(
        _ bytes: [UInt8],
        rules: EntryRules = EntryRules()
    ) throws(CredentialStoreError) -> ConfigDocument {
        let content = try ConfigDocument(parsing: bytes, rules: rules)
        guard !content.bytes.isEmpty else { return content }
        // No registry is named `auths`, so a `.dockercfg` with that member has the format of a config.json.
        guard content.document.root[JSONDocument.auths]?.kind != .object else {
            throw CredentialStoreError(
                .damaged,
                "the file has the form of a config.json, not of a .dockercfg: its entries are in `auths`",
                advice: ["Move the file to ~/.docker/config.json"]
            )
        }
        return try ConfigDocument(
            parsing: Array(#"{"auths":"#.utf8) + content.document.root.source + Array("}".utf8),
            rules: rules
        )
    }

    /// Converts a Kubernetes image pull secret of any format.
    ///
    /// It may be a manifest of either type, with its data in base64 (`data`) or as text (`stringData`), or the content
    /// of a mounted `.dockerconfigjson` or `.dockercfg`.
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
                .damaged,
                "the Kubernetes object has neither .dockerconfigjson nor .dockercfg in its data",
                advice: ["See its type: it should be kubernetes.io/dockerconfigjson"]
            )
        }
        return root[JSONDocument.auths] == nil ? try legacy(bytes, rules: rules) : outer
    }

    private static func data(_ key: JSONKey, in root: JSONValue) throws(CredentialStoreError) -> [UInt8]? {
        // In Kubernetes, `stringData` takes precedence over `data`.
        if let text = root["stringData"]?[key]?.string { return Array(text.utf8) }
        guard let encoded = root["data"]?[key]?.string else { return nil }
        guard let content = Base64().decode(Array(encoded.utf8)) else {
            throw CredentialStoreError(.damaged, "the data of the Kubernetes secret is not base64")
        }
        return content
    }
}
