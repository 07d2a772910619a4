import HelperProtocol
import RegistryCredentials
import Testing

/// The documents that an export writes, read by the stores for each format.
struct ExportTests {
    private static let token = Credential.identityToken(Secret("hunter-t0ken"), username: "ann")

    @Test(
        arguments: [
            (CredentialExport.Format.dockerConfigJSON, "docker.io", "https://index.docker.io/v1/"),
            (.authJSON, "docker.io", "docker.io"), (.dockerConfig, "docker.io", "https://index.docker.io/v1/"),
            (.dockerConfigJSON, "https://h.example:5000/v2/", "h.example:5000"),
            (.authJSON, "h.example/team", "h.example/team"), (.dockerConfigJSON, "h.example/team", "h.example/team"),
        ]
    )
    func `each format has the key that its readers look up`(
        format: CredentialExport.Format,
        server: String,
        key: String
    ) throws {
        var export = CredentialExport(format)
        try export.add(.ann, for: ServerAddress(server))
        #expect(export.keys == [key])
        #expect(export.bytes.last == 0x0A)
    }

    @Test(
        arguments: [
            (CredentialExport.Format.dockerConfigJSON, Credential.identityToken(Secret("t0ken")), "h"),
            (.dockerConfigJSON, .registryToken(Secret("t0ken")), "h"),
            (.authJSON, .registryToken(Secret("t0ken")), "h"),
            (.authJSON, .password(username: "a:b", password: Secret("hunter")), "h"),
            (.dockerConfig, .password(username: "a:b", password: Secret("hunter")), "h"),
            (.dockerConfig, .ann, "h.example/team"), (.authJSON, Credential(username: "ann"), "h"),
        ]
    )
    func `what the readers of a format would not read is refused`(
        format: CredentialExport.Format,
        credential: Credential,
        server: String
    ) throws {
        var export = CredentialExport(format)
        let error = #expect(throws: CredentialStoreError.self) {
            try export.add(credential, for: ServerAddress(server))
        }
        #expect(error?.code == .notRepresentable && export.keys == [])
        expectNoSecret("\(error.map { "\($0)" } ?? "")")
    }

    @Test func `the stores read back what was exported`() async throws {
        let home = try ConfigHome()
        defer { home.keep() }
        let colon = Credential.password(username: "a:b", password: Secret("hunter:\u{0}é"))
        let cases: [(CredentialExport.Format, [(String, Credential)])] = [
            (.dockerConfig, [("docker.io", .ann), ("h:1", Self.token), ("i", .registryToken(Secret("t0ken")))]),
            (.authJSON, [("docker.io", .ann), ("h/team", .bob), ("i", Self.token)]),
            (.dockerConfigJSON, [("docker.io", .ann), ("h/team", .bob), ("i", colon)]),
        ]
        for (format, entries) in cases {
            var export = CredentialExport(format)
            for (server, credential) in entries { try export.add(credential, for: ServerAddress(server)) }
            let path = home.path("\(format.name).json")
            try home.write(String(decoding: export.bytes, as: UTF8.self), to: "\(format.name).json")
            let store: any CredentialStore =
                switch format {
                case .dockerConfigJSON: DocumentStore.kubernetesSecret(path: path)
                case .authJSON: FileStore.writing(path) { $0.matching = .podman }
                default: FileStore.writing(path)
                }
            for (server, credential) in entries {
                #expect(try await store.get(ServerAddress(server)) == credential, "\(format.name) \(server)")
            }
        }
    }

    @Test(
        arguments: [
            ("", nil), ("Regcred", nil), ("-a", nil), ("a-", nil), ("a..b", nil), ("a_b", nil), ("a b", nil),
            (String(repeating: "a", count: 254), nil), ("é", nil), ("a", ""), ("a", "b.c"), ("a", "B"), ("a", "-b"),
            ("a", String(repeating: "b", count: 64)), ("a\n", nil),
        ] as [(String, String?)]
    )
    func `a name that the API server would reject is rejected`(name: String, namespace: String?) {
        #expect(throws: KubernetesNameError.self) { try KubernetesSecret(name: name, namespace: namespace) }
    }

    @Test func `a secret has its type, its names and the document in base64`() throws {
        var export = CredentialExport(.dockerConfigJSON)
        try export.add(.ann, for: .example)
        let secret = try KubernetesSecret(name: "reg.cred-1", namespace: "team-a")
        let text = try String(decoding: secret.manifest(of: export), as: UTF8.self)
        #expect(text.contains("\"kind\": \"Secret\"") && text.contains("\"namespace\": \"team-a\""))
        #expect(text.contains("\"type\": \"kubernetes.io/dockerconfigjson\""))
        let encoded = DocumentStoreTests.base64(String(decoding: export.bytes, as: UTF8.self))
        #expect(text.contains("\".dockerconfigjson\": \"\(encoded)\""))
        #expect(throws: KubernetesNameError.self) {
            let large = Credential.password(username: "ann", password: Secret(String(repeating: "x", count: 1 << 20)))
            try export.add(large, for: .example)
            _ = try secret.manifest(of: export)
        }
    }
}
