#if HTTPClient
import Foundation
import HTTPTypes
import HelperProtocol
import RegistryLoginHTTP
import TestSupport
import Testing

/// The program of Examples/print-a-manifest, run with a real registry.
@Suite(.requires("docker-registry", "htpasswd", "openssl"), .timeLimit(.minutes(15)))
struct PrintAManifestTests {
    /// A run of the program: its exit status and what it prints.
    struct Run {
        var status: Int32
        var output: String
        var errors: String
    }

    static let manifest = #"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[]}"#

    /// Runs the program in a home directory with one login and the certificate authority.
    func run(_ image: String, login: String?, for registry: String, _ authority: TestAuthority) throws -> Run {
        let home = authority.path("home-\(UUID().uuidString)")
        let files = FileManager.default
        let certificates = "\(home)/.config/containers/certs.d/\(registry)"
        try files.createDirectory(atPath: "\(home)/.docker", withIntermediateDirectories: true)
        try files.createDirectory(atPath: certificates, withIntermediateDirectories: true)
        try files.copyItem(atPath: authority.path("ca.pem"), toPath: "\(certificates)/ca.crt")
        if let login {
            let auth = Data(login.utf8).base64EncodedString()
            try Data(#"{"auths":{"\#(registry)":{"auth":"\#(auth)"}}}"#.utf8)
                .write(to: URL(filePath: "\(home)/.docker/config.json"))
        }
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "print-a-manifest")
        process.arguments = [image]
        process.environment = ["HOME": home, "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        let complained = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Run(
            status: process.terminationStatus,
            output: String(decoding: printed, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self)
        )
    }

    @Test(arguments: RealRegistryTests.Kind.allCases)
    func `it prints the manifest of a private image, and without a login it says what to do`(
        kind: RealRegistryTests.Kind
    ) async throws {
        let (authority, tokens, registry) = try await RealRegistryTests.start(kind)
        let name = "127.0.0.1:\(registry.port)"
        let image = "\(name)/team/app:1"
        try await publish(image, through: authority)

        let login = "\(DockerRegistry.user):\(DockerRegistry.password)"
        let printed = try run(image, login: login, for: name, authority)
        #expect(printed.output == Self.manifest + "\n")
        #expect(printed.errors.isEmpty)
        #expect(printed.status == 0)

        let missing = try run("\(name)/team/app:2", login: login, for: name, authority)
        #expect(missing.errors.contains("cannot get manifests/2 of \(name)/team/app: not found (404 Not Found)"))
        #expect(missing.status == 1)

        let rejected = try run(image, login: "\(DockerRegistry.user):wrong", for: name, authority)
        #expect(rejected.errors.contains("rejected the credentials"))
        #expect(!rejected.errors.contains("wrong"))
        #expect(rejected.status == 1)

        let anonymous = try run(image, login: nil, for: name, authority)
        #expect(anonymous.errors.contains("requires a login for team/app: no credentials found"))
        #expect(anonymous.errors.contains("Run: docker login \(name)"))
        #expect(anonymous.output.isEmpty)
        await tokens.stop()
        withExtendedLifetime(registry) {}
    }

    /// Pushes an index without images, by requests of a client.
    func publish(_ image: String, through authority: TestAuthority) async throws {
        let store = StoreInMemory()
        await store.put(
            .password(username: DockerRegistry.user, password: Secret(DockerRegistry.password)),
            for: try ServerAddress("127.0.0.1")
        )
        let reference = try ImageReference(image)
        let certificates = CertificateDirectories([
            try authority.certificates(for: reference.domain, ["ca.crt": "ca.pem"])
        ])
        try await RegistryClient.withClient(for: reference, store: store, certificates: certificates) { client in
            var put = HTTPRequest(method: .put, scheme: nil, authority: nil, path: "/v2/team/app/manifests/1")
            put.headerFields[.contentType] = RegistryClient.manifestTypes[0]
            let reply = try await client.send(put, body: Array(Self.manifest.utf8))
            #expect(reply.head.status == .created)
        }
    }
}
#endif
