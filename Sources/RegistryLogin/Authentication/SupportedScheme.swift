/// The way to authenticate that is taken, out of those that a registry offers.
enum SupportedScheme: Sendable, Hashable {
    /// User and password with each request (RFC 7617).
    case basic
    /// A token, from the token server that the challenge names.
    case bearer(Bearer)

    struct Bearer: Sendable, Hashable {
        /// The address of the token server; nil where there is a token for the registry already.
        var realm: HTTPAddress?
        var service: String?
        var scopes: [String]
    }

    /// Chooses the strongest scheme that can be served: Bearer, since the password goes to the token server only and not
    /// along with every request, else Basic.
    ///
    /// The order of the offers does not matter, and neither do schemes that are not known and token servers that cannot be
    /// asked, as long as there is another way.
    ///
    /// - Parameters:
    ///   - challenges: What the registry offers.
    ///   - proof: What there is to authenticate with.
    ///   - forcesBasic: Take Basic, whatever is offered.
    ///   - check: Reads the address of a token server, and rejects one that may not be asked.
    /// - Returns: The scheme; nil if there is none.
    /// - Throws: Why the first token server may not be asked, if that is all that keeps a scheme from being served.
    static func choose(
        from challenges: [AuthenticationChallenge],
        for proof: LoginProof,
        forcesBasic: Bool,
        checkingRealm check: (String) throws(LoginError) -> HTTPAddress
    ) throws(LoginError) -> SupportedScheme? {
        let bearers = challenges.filter { $0.scheme == "bearer" }
        let offersBasic = forcesBasic || challenges.contains { $0.scheme == "basic" }
        if case .registryToken = proof {
            // It goes to the registry as it is, so no token server is asked.
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
