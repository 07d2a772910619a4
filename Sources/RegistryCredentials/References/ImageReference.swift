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
/// Some forms that distribution/reference accepts are rejected, because no registry can have them: port 0 and ports
/// above 65535, brackets around text that is not an IPv6 address, and hosts with an underscore.
public struct ImageReference: Sendable, Hashable {
    /// The registry's host as written, with its port if there is one; `docker.io` for Docker Hub.
    public let domain: String

    /// The repository within the registry, such as `library/ubuntu`: 1 to 255 bytes.
    public let repository: String

    /// The tag, such as `22.04`, of 1 to 128 bytes.
    ///
    /// Nil if there is none: it does not default to `latest`.
    public let tag: String?

    /// The digest with its algorithm, such as `sha256:` and 64 hexadecimal digits; nil if there is none.
    public let digest: String?

    /// The registry and the repository as an address, which stores look up.
    ///
    /// A credential for a namespace of the repository, or for the registry, also applies to it.
    public let server: ServerAddress

    /// The registry, without the repository: the address to log in to.
    public var registry: ServerAddress { ServerAddress(of: server, path: "") }

    /// Parses a reference by docker's rules.
    ///
    /// - Throws: ``ImageReferenceError`` if the text is not a reference.
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

    /// The reference of the manifest in a registry request: the digest, or else the tag, or else `latest`.
    public var manifestReference: String { digest ?? tag ?? "latest" }

    /// The short form, without `docker.io` and without `library/` on Docker Hub.
    ///
    /// The short form parses to the same reference. So a repository of 64 hexadecimal digits keeps its namespace, and
    /// `docker.io/a.example/b` keeps its host, since `a.example/b` is an image of another registry.
    public var familiarName: String {
        guard domain == ImageReferenceParser.dockerHubDomain else { return description }
        let library = ImageReferenceParser.officialNamespace
        let rest = repository.hasPrefix(library) ? repository.dropFirst(library.count) : repository[...]
        let short = (rest.contains("/") ? repository : String(rest)) + suffix
        let parser = ImageReferenceParser(short)
        return parser.isIdentifier || parser.hasDomain ? description : short
    }

    private var suffix: String { (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "") }
}

extension ImageReference: CustomStringConvertible {
    /// The canonical form, which parses to the same reference.
    public var description: String { "\(domain)/\(repository)\(suffix)" }
}

extension ImageReference: Codable {
    /// Decodes a reference from its text form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Encodes the reference in its canonical form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
