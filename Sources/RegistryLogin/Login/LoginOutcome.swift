public import RegistryCredentials

/// How a login went that did not fail.
public struct LoginOutcome: Sendable, Equatable {
    /// What the registry made of the credential.
    public enum Verdict: Sendable, Hashable {
        /// The registry accepted the credential.
        case accepted
        /// The registry accepted the credential, and its token server gave an identity token for it.
        case identityTokenObtained
        /// The registry asked for nothing, so nobody looked at the credential.
        case nothingAsked
    }

    /// What the registry made of the credential.
    public let verdict: Verdict

    /// Where the registry was reached.
    public let registry: HTTPOrigin

    /// The key under which the credential is saved: the host and port, and `https://index.docker.io/v1/` for Docker Hub.
    public let key: String

    /// What to save, or what was saved: the identity token if there is one, else the credential as it was given.
    public internal(set) var credential: Credential

    /// Whether it was saved.
    public internal(set) var isSaved = false
}
