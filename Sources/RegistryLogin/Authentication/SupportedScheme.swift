/// The way to authenticate that is taken, out of those that a registry offers.
enum SupportedScheme: Sendable, Hashable {
    /// User and password with each request (RFC 7617).
    case basic
    /// A token, from the token server that the challenge names.
    case bearer(Bearer)

    struct Bearer: Sendable, Hashable {
        /// The address of the token server as the registry sent it, not yet checked; nil if it sent none.
        var realm: String?
        var service: String?
        var scopes: [String]
    }

    /// Chooses the strongest scheme that can be served: Bearer, since the password goes to the token server only and not
    /// along with every request, else Basic.
    ///
    /// Unknown schemes are passed over, and the order of the offers does not count.
    ///
    /// - Parameters:
    ///   - challenges: What the registry offers.
    ///   - proof: What there is to authenticate with.
    ///   - forcesBasic: Take Basic, whatever is offered.
    /// - Returns: The scheme; nil if there is none.
    static func choose(
        from challenges: [AuthenticationChallenge],
        for proof: LoginProof,
        forcesBasic: Bool
    ) -> SupportedScheme? {
        let bearers = challenges.filter { $0.scheme == "bearer" }
        let offersBasic = forcesBasic || challenges.contains { $0.scheme == "basic" }
        let withRealm = bearers.first { $0["realm"].map { !$0.isEmpty } ?? false }
        switch proof {
        case .registryToken:
            // It goes to the registry as it is, so no token server is needed.
            guard !forcesBasic else { return nil }
            return (withRealm ?? bearers.first).map(bearer)
        case .anonymous:
            return withRealm.map(bearer)
        case .identityToken, .password:
            if !forcesBasic, let withRealm { return bearer(withRealm) }
            return offersBasic && proof.password != nil ? .basic : nil
        }
    }

    private static func bearer(_ challenge: AuthenticationChallenge) -> SupportedScheme {
        .bearer(
            Bearer(
                realm: challenge["realm"],
                service: challenge["service"].flatMap { $0.isEmpty ? nil : $0 },
                scopes: challenge.parameters.filter { $0.name == "scope" }.map(\.value)
            )
        )
    }
}
