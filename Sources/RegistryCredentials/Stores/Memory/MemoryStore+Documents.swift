extension MemoryStore {
    /// Makes a store with what a configuration document of Docker or podman holds in clear.
    ///
    /// - Parameter document: The content of a `config.json` or `auth.json`; what it says of helpers does not count.
    /// - Throws: ``CredentialStoreError`` if it is no such document. A single damaged entry says so when it is asked for.
    public init(dockerConfig document: [UInt8]) throws(CredentialStoreError) {
        self.init(try ConfigDocument(parsing: document).contentsByServer(), pathsAnswerForHosts: true)
    }

    /// Makes a store with what a Kubernetes secret of a registry holds.
    ///
    /// Keys with stars, such as `*.registry.example`, answer for every host that fits and has no key of its own.
    ///
    /// - Parameter document: The object in JSON, or the content of its `.dockerconfigjson` or `.dockercfg`.
    /// - Throws: ``CredentialStoreError`` if it is none of these. A single damaged entry says so when it is asked for.
    public init(kubernetesSecret document: [UInt8]) throws(CredentialStoreError) {
        let document = try DocumentSource.kubernetesSecret(document)
        let patterns = try document.contents().compactMap { key, content in
            if case .credential(let credential) = content {
                HostGlob(key).map { (glob: $0, credential: credential) }
            } else {
                nil
            }
        }
        self.init(try document.contentsByServer(), patterns: patterns)
    }
}
