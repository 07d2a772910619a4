/// The files of one registry in a `certs.d` directory, as Docker and podman name them.
public struct RegistryCertificates: Sendable, Equatable {
    /// A client certificate and its key: `client.cert` and `client.key`.
    public struct Client: Sendable, Equatable {
        /// The path of the certificate, in PEM.
        public let certificate: String
        /// The path of its private key, in PEM.
        public let key: String
    }

    /// The directory of the files; nil if the registry has none.
    public let directory: String?

    /// The paths of the authorities that are trusted in addition to those of the system, in PEM: all `*.crt`.
    public let trustRoots: [String]

    /// The client certificates, in the order of their names.
    public let clients: [Client]

    /// The paths of files that look like certificates and are ignored because of their file name extension.
    public let ignored: [String]

    /// No certificates in addition to those of the system.
    public static let none = RegistryCertificates(directory: nil, trustRoots: [], clients: [], ignored: [])

    private init(directory: String?, trustRoots: [String], clients: [Client], ignored: [String]) {
        self.directory = directory
        self.trustRoots = trustRoots
        self.clients = clients
        self.ignored = ignored
    }

    /// Classifies the files of a directory by their names, without opening them.
    ///
    /// - Parameters:
    ///   - names: The names of the files. Only `*.crt`, `*.cert` and `*.key` are used.
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
            clients: clients,
            ignored: sorted.filter { name in [".pem", ".cer", ".der"].contains { name.without($0) != nil } }.map(path)
        )
    }
}

extension String {
    /// The file name without an extension; nil if it has another extension, or nothing else.
    fileprivate func without(_ ending: String) -> String? {
        hasSuffix(ending) && utf8.count > ending.utf8.count ? String(dropLast(ending.count)) : nil
    }
}
