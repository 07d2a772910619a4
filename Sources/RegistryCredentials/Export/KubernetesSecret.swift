internal import Codecs

/// A Kubernetes secret with pull credentials, as a manifest for `kubectl create -f`.
public struct KubernetesSecret: Sendable {
    /// The name of the secret.
    public let name: String
    /// The namespace; nil for the one that kubectl selects.
    public let namespace: String?

    /// The size limit of a secret's data in bytes (`MaxSecretSize` of the Kubernetes API).
    private static let sizeLimit = 1 << 20

    /// Creates a secret.
    ///
    /// - Parameters:
    ///   - name: The name, a DNS subdomain (RFC 1123): at most 253 lower-case letters, digits, hyphens and dots.
    ///   - namespace: The namespace, a DNS label: at most 63 lower-case letters, digits and hyphens.
    /// - Throws: ``KubernetesNameError`` if the API server would reject a name.
    public init(name: String, namespace: String? = nil) throws(KubernetesNameError) {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard name.utf8.count <= 253, labels.allSatisfy(Self.isLabel) else {
            throw KubernetesNameError(
                "the name of a secret may have lower-case letters, digits, hyphens and dots, and must begin and end with a "
                    + "letter or digit: '\(name)'"
            )
        }
        if let namespace, namespace.utf8.count > 63 || !Self.isLabel(namespace[...]) {
            throw KubernetesNameError(
                "a namespace may have at most 63 lower-case letters, digits and hyphens, and must begin and end with a letter "
                    + "or digit: '\(namespace)'"
            )
        }
        self.name = name
        self.namespace = namespace
    }

    /// Whether a text is a part of a DNS name; the length is checked by the caller.
    private static func isLabel(_ text: Substring) -> Bool {
        func isLetterOrDigit(_ byte: UInt8) -> Bool {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        }
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        return isLetterOrDigit(first) && isLetterOrDigit(last)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Returns the manifest of the secret, as JSON.
    ///
    /// - Parameter document: A document in the format ``CredentialExport/Format/dockerConfigJSON``.
    /// - Returns: The manifest, which contains the secrets in base64, with a line feed at the end.
    /// - Throws: ``KubernetesNameError`` if the document is larger than a secret may be.
    public func manifest(of document: CredentialExport) throws(KubernetesNameError) -> [UInt8] {
        let bytes = document.bytes
        guard bytes.count <= Self.sizeLimit else {
            throw KubernetesNameError(
                "a secret holds at most \(Self.sizeLimit) bytes, and the document has \(bytes.count)"
            )
        }
        let place = [("name", JSONTree.string(name))] + (namespace.map { [("namespace", .string($0))] } ?? [])
        let data = Base64(.standard).encode(bytes)
        return JSONWriter(.indented).write(
            .object([
                ("apiVersion", "v1"), ("kind", "Secret"), ("metadata", .object(place.map { ($0.0, $0.1) })),
                ("type", "kubernetes.io/dockerconfigjson"),
                ("data", .object([(".dockerconfigjson", .string(data))])),
            ])
        ) + [0x0A]
    }
}

/// The error for a name or a secret that Kubernetes would reject.
public struct KubernetesNameError: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    init(_ description: String) { self.description = description }
}
