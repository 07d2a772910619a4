/// The programs for which ``CredentialSetup`` sets up a credential helper.
public enum SetupClient: String, Sendable, CaseIterable {
    /// The docker client, by `credsStore` in its config file.
    case docker
    /// podman, skopeo and buildah, by `credential-helpers` in a drop-in file of `registries.conf`.
    case podman
}
