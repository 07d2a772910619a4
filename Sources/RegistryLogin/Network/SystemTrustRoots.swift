package import SystemPackage
package import SystemSupport

/// The certificate authorities that are trusted for every server: those of the system, or those that `SSL_CERT_FILE` and
/// `SSL_CERT_DIR` name instead.
///
/// The variables have the meaning that they have for docker and skopeo (Go's `crypto/x509`). `SSL_CERT_FILE` replaces the
/// system's file, and `SSL_CERT_DIR`, a list separated by colons, its directories. Unreadable files are skipped.
public struct SystemTrustRoots: Sendable, Equatable {
    private let file: FilePath?
    private let directories: [FilePath]?

    /// The system's own authorities: no variable is set.
    public static let system = SystemTrustRoots(environment: [:])

    /// Reads the variables.
    ///
    /// - Parameter environment: The environment variables; nil for those of this process.
    public init(environment: [String: String]? = nil) {
        self.init(in: environment.map(ProcessEnvironment.init) ?? .current)
    }

    /// Reads the variables from an environment that need not be UTF-8.
    package init(in environment: ProcessEnvironment) {
        file = environment.path(of: "SSL_CERT_FILE")
        directories = environment.bytes(of: "SSL_CERT_DIR")?.split(separator: UInt8(ascii: ":"))
            .compactMap { FilePath(bytes: $0) }
    }

    /// Whether no variable is set, so that the TLS library uses the system's authorities.
    package var areDefault: Bool { file == nil && directories == nil }

    /// The files that may contain authorities, in PEM.
    package var files: [FilePath] {
        let systemFile = Self.systemFiles.first { (try? FileStatus(of: $0)) != nil }
        let files = [file ?? systemFile].compactMap { $0 }
        let listed = (directories ?? Self.systemDirectories).flatMap { directory in
            ((try? DirectoryListing.names(in: directory)) ?? []).map { directory.appending($0) }
        }
        return files + listed
    }

    /// The advice about the variables for a certificate that is not trusted.
    package var advice: [String] {
        guard let file, (try? FileStatus(of: file)) == nil else { return [] }
        return ["Correct SSL_CERT_FILE: it names \(file.escapedForDisplay), which does not exist"]
    }

    /// The places of Go on Linux.
    private static let systemFiles: [FilePath] = [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls/cacert.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
    ]
    private static let systemDirectories: [FilePath] = ["/etc/ssl/certs", "/etc/pki/tls/certs"]
}
