internal import HTTPTypes
internal import RegistryCredentials

extension RegistryClient {
    /// The media types of manifests and indexes that registries send (image specification, "Media Types").
    public static let manifestTypes = [
        "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.docker.distribution.manifest.v2+json",
    ]

    /// Reads the image's manifest, or its index if there is one for several platforms.
    ///
    /// - Parameter maximumBodySize: The largest manifest to accept, in bytes; by default 4 MiB, the limit of
    ///   registries.
    /// - Returns: The response with the whole manifest. Its `Content-Type` says what it is. The digest is not checked.
    /// - Throws: The errors of ``get(_:accept:maximumBodySize:)``.
    public func manifest(maximumBodySize: Int = 4 * 1024 * 1024) async throws -> HTTPReply {
        try await get(
            "manifests/\(image.manifestReference)",
            accept: Self.manifestTypes,
            maximumBodySize: maximumBodySize
        )
    }

    /// Reads a document of the image's repository, such as `tags/list` or `referrers/sha256:…`.
    ///
    /// - Parameters:
    ///   - path: The path below `/v2/REPOSITORY/`.
    ///   - accept: The media types to accept, the best first; empty for any.
    ///   - maximumBodySize: The largest document to accept, in bytes.
    /// - Returns: The response with the whole document.
    /// - Throws: ``LoginError`` if the status is not a success, the document is larger than `maximumBodySize`, there is
    ///   no response, or the registry accepts no credential; the errors of the store; `CancellationError`.
    public func get(
        _ path: String,
        accept: [String] = [],
        maximumBodySize: Int = 4 * 1024 * 1024
    ) async throws -> HTTPReply {
        var request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/v2/\(image.repository)/\(path)")
        if !accept.isEmpty { request.headerFields[.accept] = accept.joined(separator: ", ") }
        let reply = try await send(request, maximumBodySize: maximumBodySize)
        let subject = "\(path) of \(image.domain)/\(image.repository)"
        guard (200..<300).contains(reply.head.status.code) else {
            throw LoginError.reading(subject, failedWith: reply, filter)
        }
        guard !reply.isTruncated else {
            throw LoginError(
                .failed,
                "cannot get \(subject): it is larger than \(maximumBodySize) bytes",
                advice: ["Pass a larger maximumBodySize"]
            )
        }
        return reply
    }
}
