/// The name of an image: its registry, its repository, and a tag, a digest or both.
///
/// The grammar and the normal form are those of distribution/reference, which docker, podman and containerd use:
/// `[HOST[:PORT]/]PATH[:TAG][@ALGORITHM:HEX]`. The first component is a host only if it has a `.` or a `:`, is
/// `localhost`, or has an upper-case letter. Otherwise the image is on Docker Hub, where a name of one component is in
/// the namespace `library`.
///
/// ```swift
/// let image = try ImageReference("ubuntu:22.04")
/// print(image)               // docker.io/library/ubuntu:22.04
/// print(image.familiarName)  // ubuntu:22.04
/// let credential = try await DynamicStore().get(image)
/// ```
///
/// Refused although distribution/reference accepts them, because no registry can have them: the port 0 and ports above
/// 65535, brackets around something that is not an IPv6 address, and hosts with an underscore.
public struct ImageReference: Sendable, Hashable {
    /// The registry's host, with its port if one is named, as written; `docker.io` for Docker Hub.
    public let domain: String

    /// The repository within the registry, such as `library/ubuntu`: 1 to 255 bytes.
    public let repository: String

    /// The tag, such as `22.04`, of 1 to 128 bytes.
    ///
    /// Nil if none is named: it does not default to `latest`.
    public let tag: String?

    /// The digest with its algorithm, such as `sha256:` and 64 hexadecimal digits; nil if none is named.
    public let digest: String?

    /// The registry and the repository as an address: what stores look up.
    ///
    /// Credentials of the whole registry answer for it, and so do those of a namespace above the repository.
    public let server: ServerAddress

    /// The registry alone: what to log in to.
    public var registry: ServerAddress { ServerAddress(of: server, path: "") }

    /// Parses a reference as docker does.
    ///
    /// - Throws: ``ImageReferenceError``, which says what is wrong and where.
    public init(_ text: String) throws(ImageReferenceError) {
        self = try ImageReferenceParser(text).parse()
    }

    init(domain: String, repository: String, tag: String?, digest: String?) throws(ServerAddressError) {
        self.domain = domain
        self.repository = repository
        self.tag = tag
        self.digest = digest
        server = ServerAddress(of: try ServerAddress(domain), path: repository)
    }

    /// The digest, else the tag, else `latest`: what a registry's manifest is asked for with.
    public var manifestReference: String { digest ?? tag ?? "latest" }

    /// The short form that people write: without `docker.io`, and without `library/` on Docker Hub.
    ///
    /// It parses to the same reference. A repository of 64 hexadecimal digits therefore keeps its namespace.
    public var familiarName: String {
        guard domain == ImageReferenceParser.dockerHubDomain else { return description }
        let library = ImageReferenceParser.officialNamespace
        let rest = repository.hasPrefix(library) ? repository.dropFirst(library.count) : repository[...]
        let short = (rest.contains("/") ? repository : String(rest)) + suffix
        return ImageReferenceParser(short).isIdentifier ? description : short
    }

    private var suffix: String { (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "") }
}

extension ImageReference: CustomStringConvertible {
    /// The canonical form, which parses to the same reference.
    public var description: String { "\(domain)/\(repository)\(suffix)" }
}

extension ImageReference: Codable {
    /// Decodes the text of a reference.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Encodes the canonical form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
