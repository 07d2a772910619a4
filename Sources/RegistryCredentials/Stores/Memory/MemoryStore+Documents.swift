extension MemoryStore {
    /// Creates a store with the plain-text credentials of a config file.
    ///
    /// - Parameter document: The content of a `config.json` or `auth.json`; its credential helpers are ignored.
    /// - Throws: ``CredentialStoreError`` if the document is not valid. A damaged entry is an error only when it is
    ///   looked up.
    public init(dockerConfig document: [UInt8]) throws(CredentialStoreError) {
        self.init(try ConfigDocument(parsing: document).contents(), .docker)
    }

    /// Creates a store with the credentials of a Kubernetes image pull secret, matched by the kubelet's rules.
    ///
    /// - Parameter document: The manifest in JSON, or the content of its `.dockerconfigjson` or `.dockercfg`.
    /// - Throws: ``CredentialStoreError`` if the document has another format. A damaged entry is an error only when it
    ///   is looked up.
    public init(kubernetesSecret document: [UInt8]) throws(CredentialStoreError) {
        self.init(try DocumentSource.kubernetesSecret(document).contents(), .kubernetes)
    }
}
