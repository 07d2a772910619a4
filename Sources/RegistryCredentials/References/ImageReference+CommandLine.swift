extension ImageReference {
    /// Parses a reference as people give it to programs: with `docker://` (skopeo, podman) or `oci://` (helm) in front,
    /// or with neither.
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

    // containers-transports(5): what is there is a file, a directory or a daemon.
    private static let localTransports = [
        "containers-storage:", "dir:", "docker-archive:", "docker-daemon:", "oci-archive:", "oci:", "ostree:", "sif:",
    ]
}

extension ServerAddress {
    /// Reads what people give to a command that takes a registry or an image: `registry.example:5000`,
    /// `https://registry.example`, `ubuntu:22.04`, `registry.example/team/app@sha256:…`, `docker://…`.
    ///
    /// One name without a slash is a registry (`localhost:5000`, `registry`), unless something other than a port follows
    /// its colon. All else without a scheme is an image if it can be one. An image's tag and digest are left out.
    ///
    /// - Throws: ``ServerAddressError`` if it is neither.
    public init(registryOrImage text: String) throws(ServerAddressError) {
        guard Self.namesImage(text) else {
            try self.init(text)
            return
        }
        do throws(ImageReferenceError) {
            self = try ImageReference(commandLine: text).server
        } catch {
            // What docker would not take for an image may be a key of a file, such as `registry.example/Team`.
            guard error.code != .unsupportedTransport, !text.hasPrefix("docker://"), !text.hasPrefix("oci://") else {
                throw ServerAddressError(error.description)
            }
            try self.init(text)
        }
    }

    private static func namesImage(_ text: String) -> Bool {
        if text.hasPrefix("docker://") || text.hasPrefix("oci://") { return true }
        if text.contains("://") { return false }
        // The registry interface's own paths, which keys of Docker's file end with.
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
