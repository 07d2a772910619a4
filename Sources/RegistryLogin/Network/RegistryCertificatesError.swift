internal import SystemSupport

/// A client certificate without its key, or a key without its certificate.
public struct RegistryCertificatesError: Error, Sendable, Equatable {
    /// The path of the file that is there.
    public let presentFile: String

    /// The path of the file that should be there too.
    public let missingFile: String

    /// What is wrong and what to try, on one line.
    public let description: String

    init(missingKey key: String, of certificate: String) {
        presentFile = certificate
        missingFile = key
        let problem = "cannot use the client certificate \(certificate): its key \(key) is missing"
        description = "\(problem). To trust an authority, name its file *.crt and not *.cert".escapedForDisplay
    }

    init(missingCertificate certificate: String, of key: String) {
        presentFile = key
        missingFile = certificate
        description = "cannot use the key \(key): its client certificate \(certificate) is missing".escapedForDisplay
    }
}

extension RegistryCertificatesError: CustomStringConvertible {}
