extension CredentialSources {
    /// Returns the locations with a name, as users write it on a command line or in a config file.
    ///
    /// - Parameter name: One of ``names``, or `file:PATH` or `kubernetes-secret:PATH`.
    /// - Returns: A preset, or a single location; nil if there is none of that name.
    public static func named(_ name: String) -> CredentialSources? {
        if let known = known.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) { return known.sources }
        guard let colon = name.firstIndex(of: ":") else { return nil }
        let path = String(name[name.index(after: colon)...])
        guard !path.isEmpty else { return nil }
        switch name[..<colon] {
        case "file": return [.file(path)]
        case "kubernetes-secret": return [.kubernetesSecret(path)]
        default: return nil
        }
    }

    /// The names that ``named(_:)`` knows: presets first, then single locations.
    public static var names: [String] { known.map(\.name) }

    private static let known: [(name: String, sources: CredentialSources)] = [
        ("docker", .docker), ("podman", .podman), ("docker-then-podman", .dockerThenPodman), ("ci", .ci),
        ("docker-auth-config", [.dockerAuthConfig]), ("docker-config", [.dockerConfig]),
        ("podman-helpers", [.podmanHelpers]), ("registry-auth-file", [.registryAuthFile]),
        ("podman-runtime-file", [.podmanRuntimeFile]),
        ("podman-config-file", [.podmanConfigFile]), ("dockercfg", [.dockercfg]), ("netrc", [.netrc]),
        ("github-actions", [.gitHubActions]), ("gitlab-ci", [.gitLabCI]), ("apple-container", [.appleContainer]),
        ("tart", [.tart]),
    ]
}
