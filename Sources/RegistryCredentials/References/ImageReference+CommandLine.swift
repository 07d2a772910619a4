extension ImageReference {
    /// Parses a reference from a command line, optionally with the prefix `docker://` (skopeo, podman) or `oci://`
    /// (helm).
    ///
    /// - Throws: ``ImageReferenceError``; also for transports without a registry, such as `docker-daemon:` and
    ///   `containers-storage:`.
    public init(commandLine text: String) throws(ImageReferenceError) {
        for scheme in Self.transports where text.hasPrefix(scheme) {
            let rest = String(text.dropFirst(scheme.count))
            do throws(ImageReferenceError) {
                try self.init(rest)
                return
            } catch {
                throw ImageReferenceError(error.code, at: scheme.utf8.count + error.offset, error.message)
            }
        }
        for transport in Self.localTransports where text.hasPrefix(transport) {
            throw ImageReferenceError(.unsupportedTransport, at: 0, "images of \(transport) have no registry")
        }
        try self.init(text)
    }

    private static let transports = ["docker://", "oci://"]

    // containers-transports(5): these name a file, a directory or a daemon.
    private static let localTransports = [
        "containers-storage:", "dir:", "docker-archive:", "docker-daemon:", "oci-archive:", "oci:", "ostree:", "sif:",
    ]
}

extension ServerAddress {
    /// Parses an argument that names a registry or an image: `registry.example:5000`, `https://registry.example`,
    /// `ubuntu:22.04`, `registry.example/team/app@sha256:…`, `docker://…`.
    ///
    /// A name without a slash is a registry (`localhost:5000`, `registry`), unless something other than a port follows
    /// its colon. Other text without a scheme is an image if it is valid as one. Tags and digests are removed.
    ///
    /// - Throws: ``ServerAddressError`` if the text is neither.
    public init(registryOrImage text: String) throws(ServerAddressError) {
        guard Self.namesImage(text) else {
            try self.init(text)
            return
        }
        do throws(ImageReferenceError) {
            self = try ImageReference(commandLine: text).server
        } catch {
            // Text that docker rejects as an image may be a key, such as `registry.example/Team`.
            guard error.code != .unsupportedTransport, !text.hasPrefix("docker://"), !text.hasPrefix("oci://") else {
                throw ServerAddressError(error.description)
            }
            try self.init(text)
        }
    }

    private static func namesImage(_ text: String) -> Bool {
        if text.hasPrefix("docker://") || text.hasPrefix("oci://") { return true }
        if text.contains("://") { return false }
        // The API version paths, with which keys in Docker's config file may end.
        if let slash = text.firstIndex(of: "/"), ["/v1", "/v2", "/v1/", "/v2/"].contains(text[slash...]) {
            return false
        }
        if text.contains("/") || text.contains("@") { return true }
        guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("["), colon == text.lastIndex(of: ":") else {
            return false
        }
        return !text[colon...].dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }
}
