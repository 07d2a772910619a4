/// Which keys of a config file are used for a server.
///
/// By all of these rules, a key is used for the server that it names and for what lies below it. The longest key takes
/// precedence, and the host's comes last. A key names a server if both have the same host and port, whatever the alias;
/// Docker Hub's names are one host. <doc:ServerAddresses> has the table.
public enum KeyMatching: Sendable {
    /// The rules of Docker's `config.json`.
    ///
    /// A key with a path, such as `registry.example/team`, is also used for its bare host if no other key is.
    case docker

    /// The rules of podman's `auth.json`.
    case podman

    /// The kubelet's rules for image pull secrets.
    ///
    /// Labels of a host may have wildcards: `*.registry.example`. The path of a key is compared as the beginning of a text,
    /// so that `registry.example/team` is also used for `registry.example/team-b`.
    case kubernetes
}
