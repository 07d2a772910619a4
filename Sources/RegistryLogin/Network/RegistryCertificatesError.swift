/// A client certificate without its key, or a key without its certificate, which would not be used and so be missed later.
public struct RegistryCertificatesError: Error, Sendable, Equatable {
    /// The path of the file that is there.
    public let present: String

    /// The path of the file that should be there too.
    public let missing: String

    /// What is wrong and what to try, on one line.
    public let description: String

    init(missingKey key: String, of certificate: String) {
        present = certificate
        missing = key
        let problem = "the client certificate \(certificate) has no key: \(key) is missing"
        description = "\(problem). An authority to trust is named *.crt and not *.cert".onOneLine
    }

    init(missingCertificate certificate: String, of key: String) {
        present = key
        missing = certificate
        description = "the key \(key) has no client certificate: \(certificate) is missing".onOneLine
    }
}

extension RegistryCertificatesError: CustomStringConvertible {}
