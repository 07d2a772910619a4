extension ServerAddress {
    /// Whether both addresses have the same host and port, regardless of their paths.
    ///
    /// This is the only rule for default ports. Port 443 is the same as no port, and so is 80 after `http://`. A bare
    /// `HOST:80` is the same registry as `http://HOST`, but not the same as `HOST`.
    package func isSameHost(as other: ServerAddress) -> Bool {
        host.utf8.elementsEqual(other.host.utf8)
            && (port == other.port || isHTTPDefaultPort && other.isHTTPDefaultPort)
    }

    /// Whether the port is 80, explicitly or by `http://`.
    private var isHTTPDefaultPort: Bool {
        port == 80 || scheme == .http && port == nil && namedPort != 443 && !isDockerHub
    }

    /// Whether both addresses have the same host, port and path.
    package func isSameServer(as other: ServerAddress) -> Bool {
        isSameHost(as: other) && path.utf8.elementsEqual(other.path.utf8)
    }

    /// Whether a credential of this address is also used for `other`: the host is the same, and the path is the same or
    /// a prefix of whole components.
    func covers(_ other: ServerAddress) -> Bool {
        guard isSameHost(as: other) else { return false }
        let (mine, others) = (Array(path.utf8), Array(other.path.utf8))
        return mine.isEmpty || others == mine || others.starts(with: mine + [UInt8(ascii: "/")])
    }

    /// The keys under which clients may have saved this host's credential, without duplicates.
    ///
    /// The original text comes first, then Docker's key; for Docker Hub, Docker's key comes first. User information and
    /// queries are removed, because they may hold a secret. A path is ignored, as Docker ignores it for credential
    /// helpers.
    package var aliases: [String] {
        guard !isOpaque else { return [text] }
        guard !isDockerHubToken else { return [dockerKey] }
        let isPublic = path.isEmpty && !text.utf8.contains { "@?#".utf8.contains($0) }
        let given = isPublic ? [text] : []
        let names =
            isDockerHub ? [host] + Self.dockerHubNames.subtracting([host]).sorted() : [dockerKey, authority]
        var texts = isDockerHub ? [dockerKey] + given : given + [dockerKey]
        texts += ["https://", "http://", ""].flatMap { scheme in names.map { scheme + $0 } }
        texts += names.flatMap { ["https://\($0)/v1/", "https://\($0)/v1", "https://\($0)/v2/"] }
        if port == nil, !isDockerHub { texts += ["\(authority):443"] }
        if port == 80 { texts += ["http://\(authority.dropLast(3))"] }
        // The scheme matters if there is an explicit port.
        var seen: Set<[UInt8]> = []
        return texts.filter { text in
            guard let address = try? ServerAddress(text), address.isSameHost(as: self) else { return false }
            return seen.insert(Array(text.utf8)).inserted
        }
    }

    /// The keys of the two tokens that Docker's device login saves in addition to Docker Hub's credential.
    package static let dockerHubTokenKeys = [dockerHubKey + "access-token", dockerHubKey + "refresh-token"]
}
