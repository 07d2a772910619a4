/// Which keys of a configuration file answer for a server besides those that name it and nothing else.
///
/// Under both rules a key names a server if it means the same host and port, however it is spelt; Docker Hub's names
/// are one host. They differ in what they make of a path behind the host.
public enum KeyMatching: Sendable {
    /// The rules of Docker's `config.json`: credentials belong to hosts.
    ///
    /// A key with a path, such as `registry.example/team`, answers for the host and for every path on it, but only where
    /// no key without a path has a credential.
    case docker

    /// The rules of podman's `auth.json`: credentials belong to namespaces.
    ///
    /// A key with a path answers for itself and what lies below it, and the longest such key is asked first.
    case podman
}
