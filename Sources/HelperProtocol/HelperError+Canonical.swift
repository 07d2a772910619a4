/// The three error texts that the protocol defines, and the conversion from helper output back to an error.
extension HelperError {
    /// There are no credentials for this server, so clients continue without any.
    public static let credentialsNotFound = HelperError(
        .credentialsNotFound,
        "credentials not found in native keychain"
    )

    /// The request has no server URL.
    public static let missingServerURL = HelperError(.missingServerURL, "no credentials server URL")

    /// The request has no username.
    public static let missingUsername = HelperError(.missingUsername, "no credentials username")

    private static let canonical = [credentialsNotFound, missingServerURL, missingUsername]

    /// Creates an error from the output of a helper that failed.
    ///
    /// White space around a canonical text is ignored, as in clients. The text of any other error is *not* copied,
    /// since it may quote the request.
    ///
    /// - Parameter output: What the helper wrote to standard output.
    public init(output: some Collection<UInt8>) {
        let text = String(decoding: output, as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self =
            Self.canonical.first { $0.message == words }
            ?? HelperError(.failed, "the helper reported an error that is not one of the protocol's")
    }

    /// Returns an error for a request that is invalid or that no store can keep.
    ///
    /// - Parameter reason: What is wrong with the request, without quoting it.
    /// - Returns: An error with the code ``Code/malformedRequest``.
    public static func malformedRequest(_ reason: String) -> HelperError {
        HelperError(.malformedRequest, "malformed request: \(reason)")
    }

    /// Standard input is larger than ``HelperMessage/maximumInputSize``.
    package static let inputTooLarge = HelperError.malformedRequest(
        "standard input exceeds the limit of \(HelperMessage.maximumInputSize >> 20) MiB"
    )
}
