internal import Codecs

/// A kubelet's request for the credential of an image: `CredentialProviderRequest` of the API group
/// `credentialprovider.kubelet.k8s.io`.
///
/// The versions v1, v1beta1 and v1alpha1 have the same form. Unknown members, such as the token of a service account,
/// are ignored.
public struct KubeletCredentialRequest: Sendable, Equatable {
    /// The API version of the request, which the response repeats.
    public let apiVersion: String

    /// The image, without a tag.
    public let image: ImageReference

    /// The host of the image as the kubelet writes it, by which it matches the keys of the response.
    let host: String

    /// Parses a request.
    ///
    /// - Parameter bytes: What the kubelet writes to standard input.
    /// - Throws: ``KubeletCredentialError`` if it is not a request, has an unknown version, or names no image.
    public init(parsing bytes: [UInt8]) throws(KubeletCredentialError) {
        guard let root = try? JSONDocument(parsing: bytes).root, root.kind == .object else {
            throw KubeletCredentialError("the request is not a JSON object")
        }
        guard root["kind"]?.string == "CredentialProviderRequest" else {
            throw KubeletCredentialError("the request is not a CredentialProviderRequest")
        }
        guard let apiVersion = root["apiVersion"]?.string, Self.apiVersions.contains(apiVersion) else {
            let known = Self.apiVersions.joined(separator: ", ")
            throw KubeletCredentialError("the apiVersion of the request is not one of \(known)")
        }
        guard let text = root["image"]?.string else { throw KubeletCredentialError("the request names no image") }
        self.apiVersion = apiVersion
        do {
            image = try ImageReference(text)
        } catch {
            throw KubeletCredentialError(error.description)
        }
        let first = text.prefix { $0 != "/" }
        let isHost = (try? ServerAddress(String(first)))?.isSameHost(as: image.registry) == true
        host = isHost && first.utf8.count < text.utf8.count ? String(first) : image.domain
    }

    private static let apiVersions = ["v1", "v1beta1", "v1alpha1"].map { "credentialprovider.kubelet.k8s.io/\($0)" }
}

/// The error for a request that a credential provider cannot answer.
public struct KubeletCredentialError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, on one line, without a secret.
    public let description: String

    init(_ problem: String) {
        description = problem.printable
    }
}
