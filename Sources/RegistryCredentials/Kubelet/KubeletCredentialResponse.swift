internal import Codecs
public import HelperProtocol

/// The response to a kubelet's request: `CredentialProviderResponse` of the API group
/// `credentialprovider.kubelet.k8s.io`.
public struct KubeletCredentialResponse: Sendable, Equatable {
    /// For which images the kubelet reuses a response.
    public enum CacheKeyType: String, Sendable {
        /// For the same image.
        case image = "Image"
        /// For all images of the registry.
        case registry = "Registry"
    }

    /// A user name and a password, and the images that they are for.
    public struct Login: Sendable, Equatable {
        /// The host, with the port and the path prefix if there are any.
        public let key: String
        /// The user name.
        public let username: String
        /// The password.
        public let password: Secret
    }

    /// The API version of the request.
    public let apiVersion: String

    /// For which images the response is reused.
    public let cacheKeyType: CacheKeyType

    /// The login; nil if there is none that a kubelet can use.
    public let login: Login?

    /// Why there is no login although there is or may be a credential; nil if there is none.
    public let problem: CredentialStoreError?

    /// Creates the response for the result of a lookup.
    ///
    /// A credential that belongs to a path gets that path as its key, so that the kubelet uses it for no other. The
    /// kubelet takes a user name and a password only: an identity token is refused, because as a password it would be
    /// sent to the registry.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - explanation: The result of the lookup of the request's image.
    ///   - hasPaths: Whether a path of the registry may have its own credential. The response is then not reused for
    ///     other images.
    /// - Throws: The ``CredentialStoreError`` of the lookup, unless the store is locked: then there is no login, so
    ///   that public images can be pulled.
    public init(
        to request: KubeletCredentialRequest,
        _ explanation: Explanation,
        hasPaths: Bool
    ) throws(CredentialStoreError) {
        apiVersion = request.apiVersion
        guard let step = explanation.usedStep, let credential = step.credential else {
            if let failure = explanation.failure, failure.code != .locked { throw failure }
            cacheKeyType = .image
            login = nil
            problem = explanation.failure
            return
        }
        let path = step.place.key.flatMap { HostPattern($0)?.path } ?? ""
        let key = path.isEmpty ? request.host : "\(request.host)/\(path)"
        guard let username = credential.username, let password = credential.password, password != Secret("") else {
            cacheKeyType = .image
            login = nil
            problem = Self.unusable(credential, at: step.place)
            return
        }
        cacheKeyType = path.isEmpty && !hasPaths ? .registry : .image
        login = Login(key: key, username: username, password: password)
        problem = nil
    }

    /// The response as the kubelet reads it: one line of JSON.
    ///
    /// The kubelet caches a login for the `defaultCacheDuration` of its configuration. It does not cache that there is
    /// none, so that a login on the node takes effect at once.
    public var json: [UInt8] {
        var members: [(name: String, value: JSONTree)] = [
            ("kind", "CredentialProviderResponse"), ("apiVersion", .string(apiVersion)),
            ("cacheKeyType", .string(cacheKeyType.rawValue)),
        ]
        if let login {
            let secret = JSONTree.object([
                ("username", .string(login.username)), ("password", .string(login.password.revealed)),
            ])
            members.append(("auth", .object([(login.key, secret)])))
        } else {
            members += [("cacheDuration", "0s"), ("auth", .null)]
        }
        return JSONWriter(.compact).write(.object(members))
    }

    private static func unusable(_ credential: Credential, at place: CredentialStoreError.Place) -> CredentialStoreError
    {
        let kind =
            credential.identityToken != nil
            ? "an identity token" : credential.registryToken != nil ? "a registry token" : "incomplete"
        return CredentialStoreError(
            .unsupported,
            "a kubelet takes only a user name and a password, and the credential is \(kind)",
            at: place,
            advice: ["Log in with a user name and a password or an access token"]
        )
    }
}
