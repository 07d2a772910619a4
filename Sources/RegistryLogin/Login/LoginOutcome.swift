public import RegistryCredentials

/// The result of a login that did not fail.
public struct LoginOutcome: Sendable, Equatable {
    /// The registry's verdict on the credential.
    public enum Verdict: Sendable, Hashable {
        /// The registry accepted the credential.
        case accepted
        /// The registry accepted the credential, and its token server issued an identity token for it.
        case identityTokenObtained
        /// The registry requires no authentication, so the credential could not be verified.
        case authenticationNotRequired
    }

    /// What verified a credential.
    public enum Verifier: Sendable, Hashable {
        /// The registry's API, `/v2/`.
        case registry
        /// The token server, which was asked for the right to push because the registry itself is open for reading.
        case tokenServer(HTTPOrigin)
        /// The registry, which was asked for the right to push because it is open for reading.
        case pushRequest
    }

    /// The registry's verdict on the credential.
    public let verdict: Verdict

    /// What verified the credential; nil if nothing did.
    public let verifiedBy: Verifier?

    /// The origin at which the registry was reached.
    public let registry: HTTPOrigin

    /// The key under which the credential is saved: the host and port, and `https://index.docker.io/v1/` for Docker
    /// Hub.
    public let key: String

    /// The credential that was saved, or would be: the identity token if there is one, or else the given credential.
    public internal(set) var credential: Credential

    /// Where it was saved, and whether that changed the store; nil if it was not saved.
    public internal(set) var saved: PutReport?

    /// Whether it was saved.
    public var isSaved: Bool { saved != nil }
}
