extension LoginError {
    /// There is no way to authenticate that the registry offers and this credential serves.
    ///
    /// - Parameters:
    ///   - offered: What the registry offers.
    ///   - registry: The registry.
    ///   - proof: What there is to authenticate with.
    /// - Returns: The error.
    static func noScheme(
        of offered: [AuthenticationChallenge],
        at registry: HTTPOrigin,
        for proof: LoginProof
    ) -> LoginError {
        let names = Set(offered.map(\.scheme)).sorted().prefix(5).map { $0.cut(to: 32) }.joined(separator: ", ")
        guard !names.isEmpty else {
            return LoginError(
                .unsupportedScheme,
                "\(registry) asks for a credential and does not say how to send it",
                status: 401
            )
        }
        let reason =
            switch proof {
            case .anonymous: "there is no credential to answer with"
            case .password: "a password cannot be sent so"
            case .identityToken: "an identity token cannot be sent so"
            case .registryToken: "a registry token cannot be sent so"
            }
        return LoginError(
            .unsupportedScheme,
            "\(registry) asks for authentication by \(names), and \(reason)",
            status: 401
        )
    }
}
