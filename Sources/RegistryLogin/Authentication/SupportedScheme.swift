/// The scheme that is used, of those that a registry offers.
enum SupportedScheme: Sendable, Hashable {
    /// User and password with each request (RFC 7617).
    case basic
    /// A token, from the token server that the challenge names.
    case bearer(Bearer)

    struct Bearer: Sendable, Hashable {
        /// The address of the token server; nil if the credential is a token for the registry.
        var realm: HTTPAddress?
        var service: String?
        var scopes: [String]
    }

    /// Chooses the strongest usable scheme: Bearer, which sends the password to the token server only and not with
    /// every request, or else Basic.
    ///
    /// The order of the offers does not matter. Unknown schemes and unusable token servers are skipped if there is
    /// another offer.
    ///
    /// - Parameters:
    ///   - challenges: What the registry offers.
    ///   - proof: The credential to authenticate with.
    ///   - forcesBasic: Whether to use Basic even if it is not offered.
    ///   - check: Parses the address of a token server, and rejects a server that may not be used.
    /// - Returns: The scheme; nil if there is none.
    /// - Throws: Why the first token server may not be used, if there is no other reason.
    static func choose(
        from challenges: [AuthenticationChallenge],
        for proof: LoginProof,
        forcesBasic: Bool,
        checkingRealm check: (String) throws(LoginError) -> HTTPAddress
    ) throws(LoginError) -> SupportedScheme? {
        let bearers = challenges.filter { $0.scheme == "bearer" }
        let offersBasic = forcesBasic || challenges.contains { $0.scheme == "basic" }
        if case .registryToken = proof {
            // It is sent to the registry unchanged, so no token server is needed.
            return forcesBasic ? nil : bearers.first.map { bearer($0, realm: nil) }
        }
        var problem: LoginError?
        for challenge in forcesBasic ? [] : bearers {
            guard let realm = challenge["realm"], !realm.isEmpty else { continue }
            do throws(LoginError) {
                return bearer(challenge, realm: try check(realm))
            } catch {
                problem = problem ?? error
            }
        }
        if offersBasic, proof.password != nil { return .basic }
        if let problem { throw problem }
        return nil
    }

    private static func bearer(_ challenge: AuthenticationChallenge, realm: HTTPAddress?) -> SupportedScheme {
        .bearer(
            Bearer(
                realm: realm,
                service: challenge["service"].flatMap { $0.isEmpty ? nil : $0 },
                scopes: challenge.parameters.filter { $0.name == "scope" }.map(\.value)
            )
        )
    }
}
