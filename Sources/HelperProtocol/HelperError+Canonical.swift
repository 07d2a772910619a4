/// The three texts that clients compare with, and the way back from text to code. They stand here and nowhere else.
extension HelperError {
    /// There is no credential for this server: clients go on without one.
    public static let credentialsNotFound = HelperError(
        .credentialsNotFound,
        "credentials not found in native keychain"
    )

    /// The request has no server URL.
    public static let missingServerURL = HelperError(.missingServerURL, "no credentials server URL")

    /// The request has no user name.
    public static let missingUsername = HelperError(.missingUsername, "no credentials username")

    private static let canonical = [credentialsNotFound, missingServerURL, missingUsername]

    /// Reads what a helper that failed has printed.
    ///
    /// White space around a canonical text is tolerated, as clients do. Anything else is a failure whose text is *not*
    /// taken over: it may quote what the helper was given.
    ///
    /// - Parameter output: What the helper printed on standard output.
    public init(output: some Collection<UInt8>) {
        let text = String(decoding: output, as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self =
            Self.canonical.first { $0.message == words }
            ?? HelperError(.failed, "the helper reported an error that is not one of the protocol's")
    }

    /// A request that cannot be understood or kept.
    ///
    /// - Parameter reason: What is wrong with it, without a byte of it.
    /// - Returns: An error with the code ``Code/malformedRequest``.
    public static func malformedRequest(_ reason: String) -> HelperError {
        HelperError(.malformedRequest, "malformed request: \(reason)")
    }

    /// More on standard input than is read.
    package static let inputTooLarge = HelperError.malformedRequest(
        "standard input holds more than the limit of \(HelperMessage.maximumInputSize >> 20) MiB"
    )
}
