/// The rules by which keys of a config file match a server.
///
/// Under all of these rules, a key applies to its own address and to the paths below it. The longest key takes
/// precedence, and the host's key comes last. A key matches a server if both have the same host and port, under any
/// alias; all names of Docker Hub are one host. <doc:ServerAddresses> has examples.
public enum KeyMatching: Sendable {
    /// The rules of Docker's `config.json`.
    ///
    /// A key with a path, such as `registry.example/team`, is also used for its bare host if no other key is.
    case docker

    /// The rules of podman's `auth.json`.
    case podman

    /// The kubelet's rules for image pull secrets.
    ///
    /// The labels of a host may have wildcards, such as `*.registry.example`. The path of a key is a text prefix, so
    /// `registry.example/team` is also used for `registry.example/team-b`.
    case kubernetes
}
