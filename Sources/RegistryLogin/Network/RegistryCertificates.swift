/// The files of one registry in a `certs.d` directory, as Docker and podman name them.
public struct RegistryCertificates: Sendable, Equatable {
    /// A certificate to show to the registry, and its key: `client.cert` and `client.key`.
    public struct Client: Sendable, Equatable {
        /// The path of the certificate, in PEM.
        public let certificate: String
        /// The path of its private key, in PEM.
        public let key: String
    }

    /// Where the files are; nil if there is no directory for the registry.
    public let directory: String?

    /// The paths of the authorities to trust beside those of the system, in PEM: all `*.crt`.
    public let trustRoots: [String]

    /// The certificates to show to the registry, in the order of their names.
    public let clients: [Client]

    /// No certificates beside those of the system.
    public static let none = RegistryCertificates(directory: nil, trustRoots: [], clients: [])

    private init(directory: String?, trustRoots: [String], clients: [Client]) {
        self.directory = directory
        self.trustRoots = trustRoots
        self.clients = clients
    }

    /// Sorts the files of a directory by their names, and opens none of them.
    ///
    /// - Parameters:
    ///   - names: The names of the files. What is neither `*.crt` nor `*.cert` nor `*.key` does not count.
    ///   - directory: The path of the directory.
    /// - Throws: ``RegistryCertificatesError`` if a client certificate has no key, or a key no certificate.
    public init(names: [String], in directory: String) throws(RegistryCertificatesError) {
        let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let all = Set(sorted)
        func path(_ name: String) -> String { "\(directory)/\(name)" }

        var clients: [Client] = []
        for name in sorted {
            if let stem = name.without(".cert") {
                let key = "\(stem).key"
                guard all.contains(key) else {
                    throw RegistryCertificatesError(missingKey: path(key), of: path(name))
                }
                clients.append(Client(certificate: path(name), key: path(key)))
            } else if let stem = name.without(".key") {
                let certificate = "\(stem).cert"
                guard all.contains(certificate) else {
                    throw RegistryCertificatesError(missingCertificate: path(certificate), of: path(name))
                }
            }
        }
        self.init(
            directory: directory,
            trustRoots: sorted.filter { $0.without(".crt") != nil }.map(path),
            clients: clients
        )
    }
}

extension String {
    /// The part before an ending; nil if the text does not end so, and if there is nothing before it.
    fileprivate func without(_ ending: String) -> String? {
        hasSuffix(ending) && utf8.count > ending.utf8.count ? String(dropLast(ending.count)) : nil
    }
}
