internal import HTTPTypes
package import RegistryCredentials

extension LoginError {
    /// Whether the registry or its token server rejected the credential, or supports no scheme for it.
    var meansRejection: Bool { [Code.rejected, .unsupportedScheme].contains(code) }

    /// Returns the error for a registry that requires a credential which no store has.
    ///
    /// - Parameters:
    ///   - image: The image that was requested.
    ///   - registry: The registry, as messages name it; nil for the image's domain.
    ///   - rejection: The error from the registry or its token server; nil if neither was asked.
    /// - Returns: The error.
    package static func noCredentials(
        for image: ImageReference,
        at registry: HTTPOrigin? = nil,
        _ rejection: LoginError? = nil
    ) -> LoginError {
        let command = image.registry.isDockerHub ? "docker login" : "docker login \(image.registry.authority)"
        return LoginError(
            .noCredentials,
            "\(registry?.description ?? image.domain) requires a login for \(image.repository): no credentials found",
            status: rejection?.status,
            serverErrors: rejection?.serverErrors ?? [],
            advice: ["Run: \(command)"]
        )
    }

    /// Returns the error for a document that a registry does not return.
    ///
    /// - Parameters:
    ///   - subject: The document.
    ///   - reply: The response. Only the server's error entries are read from its body.
    ///   - filter: Hides secrets in the server's text.
    /// - Returns: The error.
    static func reading(
        _ subject: String,
        failedWith reply: HTTPReply,
        _ filter: ServerTextFilter
    ) -> LoginError {
        let status = reply.head.status.code
        let (code, reason, advice): (Code, String, [String]) =
            switch status {
            case 401: (.rejected, "authentication required", [])
            case 403: (.forbidden, "access denied", ["Check that the user may read this repository"])
            case 404: (.notFound, "not found", ["Check the name, and whether the user may read the repository"])
            case 429: (.rateLimited, "too many requests", ["Try again later"])
            case 500...: (.unavailable, "the registry failed", ["Try again later"])
            default: (.failed, "unexpected response", [])
            }
        return LoginError(
            code,
            "cannot get \(subject): \(reason) (\(name(of: status)))",
            status: status,
            serverErrors: RegistryErrorEntry.read(reply.body, filter),
            retryAfter: reply.retryAfter,
            advice: advice
        )
    }
}
