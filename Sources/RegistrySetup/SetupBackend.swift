/// A credential helper that ``CredentialSetup`` can set up.
public enum SetupBackend: String, Sendable, CaseIterable {
    /// An encrypted file; needs no other program.
    case file
    /// The first of the others that works, chosen for each login.
    case auto
    /// The keyring of a desktop session.
    case secretservice
    /// A password store, encrypted with gpg.
    case pass

    /// The file name of the helper.
    public var program: String { "docker-credential-\(rawValue)" }
}
