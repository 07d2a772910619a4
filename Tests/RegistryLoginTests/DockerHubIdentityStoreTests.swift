import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// Passwords for Docker Hub by the identity of a job: the exchange that docker/login-action makes.
struct DockerHubIdentityStoreTests {
    private static let issuer = "https://run-7.actions.githubusercontent.com"
    private static let exchange = "https://identity.docker.com"
    private static let job = [
        "ACTIONS_ID_TOKEN_REQUEST_URL": "\(issuer)/a/idtoken?api-version=2.0",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "job-token",
        "DOCKERHUB_OIDC_CONNECTIONID": "c-1",
    ]

    private static func network() -> FakeNetwork {
        let network = FakeNetwork()
        network.serve(issuer) { _, _ in .status(200, [:], #"{"count":1,"value":"identity-of-the-job"}"#) }
        network.serve(exchange) { _, _ in .status(200, [:], #"{"access_token":"short-lived","expires_in":300}"#) }
        return network
    }

    private static func store(
        _ network: FakeNetwork,
        _ environment: [String: String] = job,
        connectionID: String? = nil,
        lifetime: Duration = .seconds(300)
    ) -> DockerHubIdentityStore {
        DockerHubIdentityStore(
            organization: "team",
            connectionID: connectionID,
            lifetime: lifetime,
            transport: network,
            environment: environment
        )
    }

    @Test(arguments: ["docker.io", "https://index.docker.io/v1/", "registry-1.docker.io"])
    func `the identity is requested from GitHub and exchanged at Docker Hub, each time anew`(name: String) async throws
    {
        let network = Self.network()
        let store = Self.store(network)
        let server = try ServerAddress(name)
        for _ in 0..<2 {
            #expect(try await store.get(server) == .password(username: "team", password: Secret("short-lived")))
        }
        #expect(network.records.count == 4)
        let question = network.records[0]
        #expect(question.method == "GET")
        let address = "\(Self.issuer)/a/idtoken?api-version=2.0&audience=https%3A%2F%2Fidentity.docker.com"
        #expect(question.address == address)
        #expect(question.authorization == "Bearer job-token")
        let exchange = network.records[1]
        #expect(exchange.method == "POST")
        #expect(exchange.address == "\(Self.exchange)/oauth/token")
        #expect(exchange.authorization == nil)
        let fields = [
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange",
            "subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token",
            "subject_token=identity-of-the-job",
            "connection_id=c-1", "expires_in=300",
        ]
        #expect(exchange.body == fields.joined(separator: "&"))
    }

    @Test(arguments: [(true, "ghcr.io"), (false, "docker.io")])
    func `outside a job, and for other registries, there is no credential and no request`(
        isInJob: Bool,
        name: String
    ) async throws {
        let network = Self.network()
        let environment = isInJob ? Self.job : ["DOCKERHUB_OIDC_CONNECTIONID": "c-1"]
        #expect(try await Self.store(network, environment).get(ServerAddress(name)) == nil)
        #expect(network.records.isEmpty)
    }

    /// Any code in a job can set variables for its later steps, so the address alone must not decide where the token goes.
    @Test(arguments: [
        "https://evil.example/idtoken", "http://run-7.actions.githubusercontent.com/",
        "run-7.actions.githubusercontent.com",
        "https://actions.githubusercontent.com.evil.example/",
        "https://run-7.actions.githubusercontent.com@evil.example/",
        "https://evilactions.githubusercontent.com/", "https://evil.example/.actions.githubusercontent.com",
        "https://evil.example\\.actions.githubusercontent.com/", "",
    ])
    func `an address that is not GitHub's gets nothing, and the error names the variable`(address: String) async throws
    {
        let network = Self.network()
        network.serve("https://evil.example") { _, _ in .status(200, [:], #"{"value":"x"}"#) }
        let store = Self.store(network, Self.job.merging(["ACTIONS_ID_TOKEN_REQUEST_URL": address]) { $1 })
        let error = try await #require(throws: CredentialStoreError.self) {
            try await store.get(ServerAddress("docker.io"))
        }
        #expect(error.message.hasPrefix("cannot use ACTIONS_ID_TOKEN_REQUEST_URL: "))
        #expect(network.records.isEmpty)
    }

    @Test(arguments: [
        (["ACTIONS_ID_TOKEN_REQUEST_TOKEN": ""], "cannot use ACTIONS_ID_TOKEN_REQUEST_TOKEN: its value is not set"),
        (
            ["ACTIONS_ID_TOKEN_REQUEST_TOKEN": "a\r\nb"],
            "cannot use ACTIONS_ID_TOKEN_REQUEST_TOKEN: its value contains a forbidden character"
        ),
        (
            ["DOCKERHUB_OIDC_CONNECTIONID": ""],
            "cannot get a password from Docker Hub: DOCKERHUB_OIDC_CONNECTIONID is not set"
        ),
    ])
    func `a variable that is missing or unusable is named`(changes: [String: String], message: String) async throws {
        let network = Self.network()
        let store = Self.store(network, Self.job.merging(changes) { $1 })
        let error = try await #require(throws: CredentialStoreError.self) {
            try await store.get(ServerAddress("docker.io"))
        }
        #expect(error.message == message)
        #expect(network.records.isEmpty)
    }

    @Test(arguments: [(1, "300"), (1200, "1200"), (86400, "3600")])
    func `the lifetime stays within what Docker Hub accepts, and a given connection is used`(
        seconds: Int,
        sent: String
    ) async throws {
        let network = Self.network()
        let store = Self.store(network, connectionID: "c-2", lifetime: .seconds(seconds))
        _ = try await store.get(ServerAddress("docker.io"))
        #expect(network.records.last?.body.hasSuffix("&connection_id=c-2&expires_in=\(sent)") == true)
    }

    @Test(
        arguments: [
            (issuer, 401, "", .denied), (issuer, 302, "", .unavailable), (issuer, 200, "{}", .damaged),
            (issuer, 200, "<html>", .damaged), (exchange, 403, #"{"message":"no such connection"}"#, .denied),
            (exchange, 307, "", .unavailable), (exchange, 200, "{}", .damaged), (exchange, 503, "", .unavailable),
        ] as [(String, Int, String, CredentialStoreError.Code)]
    )
    func `a server that does not give a token is an error that names it, without a token`(
        server: String,
        status: Int,
        body: String,
        code: CredentialStoreError.Code
    ) async throws {
        let network = Self.network()
        network.serve(server) { _, _ in
            .status(
                status,
                ["Location": "https://evil.example/"],
                body.isEmpty ? "job-token identity-of-the-job" : body
            )
        }
        let error = try await #require(throws: CredentialStoreError.self) {
            try await Self.store(network).get(ServerAddress("docker.io"))
        }
        #expect(error.code == code)
        #expect(error.message.contains(server))
        #expect(!error.description.contains("job-token") && !error.description.contains("identity-of-the-job"))
        #expect(!network.summaries.contains { $0.contains("evil.example") })
    }

    @Test func `nothing can be saved or deleted`() async throws {
        let store = Self.store(Self.network())
        let server = try ServerAddress("docker.io")
        await #expect(throws: CredentialStoreError.self) {
            try await store.put(.password(username: "u", password: Secret("p")), for: server)
        }
        await #expect(throws: CredentialStoreError.self) { try await store.delete(server) }
        try await store.delete(ServerAddress("ghcr.io"))
    }
}
