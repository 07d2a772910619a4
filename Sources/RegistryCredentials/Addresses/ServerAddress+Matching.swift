extension ServerAddress {
    /// Whether both name the same host and port, whatever follows.
    ///
    /// The one rule for default ports: 443 is the same as no port. So is 80 after `http://`, and a bare `HOST:80` names the
    /// same registry as `http://HOST` does. `HOST` and `HOST:80` are two.
    package func isSameHost(as other: ServerAddress) -> Bool {
        host.utf8.elementsEqual(other.host.utf8)
            && (port == other.port || isHTTPDefaultPort && other.isHTTPDefaultPort)
    }

    /// Port 80, named or meant by `http://`.
    private var isHTTPDefaultPort: Bool {
        port == 80 || scheme == .http && port == nil && namedPort != 443 && !isDockerHub
    }

    /// Whether both name the same host, port and path.
    package func isSameServer(as other: ServerAddress) -> Bool {
        isSameHost(as: other) && path.utf8.elementsEqual(other.path.utf8)
    }

    /// Whether a credential of this address is used for `other` too: the same host, and a path that is the same or a whole
    /// beginning of it.
    func covers(_ other: ServerAddress) -> Bool {
        guard isSameHost(as: other) else { return false }
        let (mine, others) = (Array(path.utf8), Array(other.path.utf8))
        return mine.isEmpty || others == mine || others.starts(with: mine + [UInt8(ascii: "/")])
    }

    /// The keys under which clients may have saved a credential of this host, without duplicates.
    ///
    /// The address as it was given comes first, then the key that Docker uses; for Docker Hub, whose names are one, it is
    /// the other way round. User information and queries are left out, since they may hold a secret; a path is ignored, as
    /// Docker ignores it for credential helpers.
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
        // Before a named port the scheme makes a difference.
        var seen: Set<[UInt8]> = []
        return texts.filter { text in
            guard let address = try? ServerAddress(text), address.isSameHost(as: self) else { return false }
            return seen.insert(Array(text.utf8)).inserted
        }
    }

    /// The keys of the two tokens that Docker's device login saves beside the credential of Docker Hub.
    package static let dockerHubTokenKeys = [dockerHubKey + "access-token", dockerHubKey + "refresh-token"]
}
