extension LoginError {
    /// Returns the error for a registry that offers no scheme which this credential can be used with.
    static func noScheme(
        of offered: [AuthenticationChallenge],
        at registry: HTTPOrigin,
        for proof: LoginProof
    ) -> LoginError {
        let all = Set(offered.map(\.scheme))
        // A server can send anything as a scheme, even the password, so only known names are shown.
        let known = all.intersection(registeredSchemes).sorted()
        let names = known + (all.count > known.count ? ["unknown schemes"] : [])
        guard !all.isEmpty else {
            return LoginError(
                .unsupportedScheme,
                "\(registry) requires authentication and names no way to authenticate",
                status: 401
            )
        }
        let reason =
            switch proof {
            case .anonymous: "there is no credential"
            case .password: "a password cannot be sent that way"
            case .identityToken: "an identity token cannot be sent that way"
            case .registryToken: "a registry token cannot be sent that way"
            }
        return LoginError(
            .unsupportedScheme,
            "\(registry) requires authentication by \(names.joined(separator: ", ")): \(reason)",
            status: 401
        )
    }

    /// The registry of IANA, "HTTP Authentication Schemes", and NTLM.
    private static let registeredSchemes: Set<String> = [
        "basic", "bearer", "concealed", "digest", "dpop", "gnap", "hoba", "mutual", "negotiate", "ntlm", "oauth",
        "privatetoken", "scram-sha-1", "scram-sha-256", "vapid",
    ]
}
