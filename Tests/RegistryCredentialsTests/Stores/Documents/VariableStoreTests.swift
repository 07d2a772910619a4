import HelperProtocol
import RegistryCredentials
import Testing

/// The variables of build services: which registries they are used for, and which they are not.
struct VariableStoreTests {
    static let secret = "hunter2"

    static let gitHub = ["GITHUB_ACTIONS": "true", "GITHUB_ACTOR": "ann", "GITHUB_TOKEN": secret]
    static let gitLab = [
        "CI_REGISTRY": "registry.gitlab.example:5050", "CI_REGISTRY_USER": "ann", "CI_REGISTRY_PASSWORD": secret,
        "CI_REGISTRY_IMAGE": "registry.gitlab.example:5050/team/app",
    ]
    static let proxy = [
        "CI_DEPENDENCY_PROXY_SERVER": "gitlab.example:443", "CI_DEPENDENCY_PROXY_USER": "ann",
        "CI_DEPENDENCY_PROXY_PASSWORD": secret, "CI_SERVER_URL": "https://gitlab.example",
        "CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX": "gitlab.example:443/team/dependency_proxy/containers",
    ]
    static let apple = [
        "CONTAINER_REGISTRY_HOST": "registry.example", "CONTAINER_REGISTRY_USER": "ann",
        "CONTAINER_REGISTRY_TOKEN": secret,
    ]
    static let tart = [
        "TART_REGISTRY_HOSTNAME": "registry.example", "TART_REGISTRY_USERNAME": "ann", "TART_REGISTRY_PASSWORD": secret,
    ]

    struct Case: CustomTestStringConvertible {
        let name: String
        let source: CredentialSource
        let variables: [String: String]
        let variable: String
        let layer: String
        let used: [String]
        let unused: [String]

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "GitHub Actions",
            source: .gitHubActions,
            variables: gitHub,
            variable: "GITHUB_TOKEN",
            layer: "GitHub Actions",
            used: ["ghcr.io", "ghcr.io/ann/app", "https://GHCR.io", "docker.pkg.github.com/ann/app/image"],
            unused: [
                "github.com", "ghcr.io:5000", "ghcr.io.evil.example", "evil.example/ghcr.io",
                "containers.pkg.github.com",
            ]
        ),
        Case(
            name: "GitLab's registry",
            source: .gitLabCI,
            variables: gitLab,
            variable: "CI_REGISTRY_PASSWORD",
            layer: "GitLab CI",
            used: ["registry.gitlab.example:5050", "registry.gitlab.example:5050/team/app"],
            unused: ["registry.gitlab.example", "gitlab.example", "x.registry.gitlab.example:5050", "docker.io"]
        ),
        Case(
            name: "GitLab's job token",
            source: .gitLabCI,
            variables: ["CI_REGISTRY": "registry.gitlab.example", "CI_JOB_TOKEN": secret],
            variable: "CI_JOB_TOKEN",
            layer: "GitLab CI",
            used: ["registry.gitlab.example", "registry.gitlab.example/team"],
            unused: ["gitlab.example", "docker.io"]
        ),
        Case(
            name: "GitLab's dependency proxy",
            source: .gitLabCI,
            variables: proxy,
            variable: "CI_DEPENDENCY_PROXY_PASSWORD",
            layer: "GitLab CI",
            used: ["gitlab.example", "gitlab.example:443/team/dependency_proxy/containers/alpine"],
            unused: ["gitlab.example:5050", "registry.gitlab.example", "docker.io"]
        ),
        Case(
            name: "apple/container",
            source: .appleContainer,
            variables: apple,
            variable: "CONTAINER_REGISTRY_TOKEN",
            layer: "apple/container",
            used: ["registry.example", "registry.example/team/app"],
            unused: ["registry.example:5000", "other.example", "docker.io"]
        ),
        Case(
            name: "tart",
            source: .tart,
            variables: tart,
            variable: "TART_REGISTRY_PASSWORD",
            layer: "tart",
            used: ["registry.example", "registry.example/vm"],
            unused: ["registry.example:5000", "ghcr.io", "docker.io"]
        ),
    ]

    private func store(_ source: CredentialSource, _ variables: [String: String]) -> FallbackStore {
        FallbackStore([source], environment: variables)
    }

    @Test(arguments: cases)
    func `a credential is used for its own host and for no other`(_ item: Case) async throws {
        let store = store(item.source, item.variables)
        let user = item.variable == "CI_JOB_TOKEN" ? "gitlab-ci-token" : "ann"
        for server in item.used {
            let credential = try await store.get(ServerAddress(server))
            #expect(credential == .password(username: user, password: Secret(Self.secret)))
        }
        for server in item.unused { #expect(try await store.get(ServerAddress(server)) == nil, "\(server)") }
    }

    @Test(arguments: cases)
    func `explain and list name the variable, and never show its value`(_ item: Case) async throws {
        let store = store(item.source, item.variables)
        let explanation = try await store.explain(ServerAddress(item.used[0]))
        #expect(explanation.usedStep?.place.file == item.variable)
        #expect(explanation.usedStep?.layer == item.layer)
        #expect("\(explanation)".contains("\(item.layer), \(item.variable), the host is "))
        expectNoSecret("\(explanation)")
        let listed = try await store.listEverywhere().flatMap { try $0.result.get() }
        #expect(listed.map(\.place.file) == listed.map { _ in item.variable } && !listed.isEmpty)
        #expect(listed.contains { $0.server.map { item.used[0] == $0.shortText || $0.isDockerHub } == true })
        expectNoSecret("\(listed)")
    }

    @Test(arguments: cases)
    func `nothing is saved in variables, and a deletion says which one to unset`(_ item: Case) async throws {
        let store = store(item.source, item.variables)
        let server = try ServerAddress(item.used[0])
        await #expect(throws: CredentialStoreError.self) { try await store.put(.ann, for: server) }
        let report = try #require(try await store.deleteEverywhere(server).first).report
        #expect(report.failure?.code == .unsupported && report.failure?.place.file == item.variable)
        #expect(report.failure?.advice.first?.contains("unset \(item.variable)") == true)
        #expect(try await store.deleteEverywhere(ServerAddress("absent.example")).compactMap(\.report.failure) == [])
    }

    /// Variables that a job can set while others set the secret, and the words of the problem.
    static let redirections: [(CredentialSource, [String: String], [String: String], String)] = [
        (.gitLabCI, gitLab, ["CI_REGISTRY": "evil.example"], "CI_REGISTRY and CI_REGISTRY_IMAGE name different hosts"),
        (
            .gitLabCI, gitLab, ["CI_REGISTRY": "registry.gitlab.example:5051"],
            "CI_REGISTRY and CI_REGISTRY_IMAGE name different hosts"
        ),
        (.gitLabCI, gitLab, ["CI_REGISTRY_IMAGE": "evil.example/team/app"], "name different hosts"),
        (.gitLabCI, gitLab, ["CI_REGISTRY": "registry.gitlab.example:5050@evil.example"], "is not a host"),
        (.gitLabCI, gitLab, ["CI_REGISTRY": "evil.example/registry.gitlab.example"], "is not a host"),
        (.gitLabCI, gitLab, ["CI_REGISTRY": "http://registry.gitlab.example:5050"], "is not a host"),
        (.gitLabCI, gitLab, ["CI_REGISTRY": "*.example"], "is not a host"),
        (.gitLabCI, gitLab, ["CI_REGISTRY": "registry.gitlab.example:5050 evil.example"], "is not a host"),
        (.gitLabCI, gitLab, ["CI_REGISTRY": "evil.example#registry.gitlab.example:5050"], "is not a host"),
        (.gitLabCI, gitLab, ["CI_REGISTRY": "evil.example\\registry.gitlab.example:5050"], "is not a host"),
        (.gitLabCI, gitLab, ["CI_REGISTRY": "reg\u{ED}stry.gitlab.example"], "is not a host"),
        (
            .gitLabCI, gitLab.merging(["CI_JOB_TOKEN": secret]) { $1 }, ["CI_REGISTRY": "evil.example"],
            "name different hosts"
        ),
        (
            .gitLabCI, proxy, ["CI_DEPENDENCY_PROXY_SERVER": "evil.example:443"],
            "CI_DEPENDENCY_PROXY_SERVER and CI_SERVER_URL name different hosts"
        ),
        (
            .gitLabCI, proxy, ["CI_DEPENDENCY_PROXY_SERVER": "evil.example", "CI_SERVER_URL": "https://evil.example"],
            "CI_DEPENDENCY_PROXY_SERVER and CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX name different hosts"
        ),
        (.appleContainer, apple, ["CONTAINER_REGISTRY_HOST": "registry.example/v2"], "is not a host"),
        (.appleContainer, apple, ["CONTAINER_REGISTRY_HOST": "registry.example?x"], "is not a host"),
        (.tart, tart, ["TART_REGISTRY_HOSTNAME": "https://registry.example"], "is not a host"),
        (.tart, tart, ["TART_REGISTRY_HOSTNAME": "ann@registry.example"], "is not a host"),
        (.tart, tart, ["TART_REGISTRY_HOSTNAME": "registry.example:port"], "is not a host"),
        (.gitHubActions, gitHub, ["GITHUB_SERVER_URL": "https://github.corp.example"], "GITHUB_SERVER_URL is not"),
        (.gitHubActions, gitHub, ["GITHUB_SERVER_URL": "https://github.com.evil.example"], "GITHUB_SERVER_URL is not"),
    ]

    @Test(arguments: redirections)
    func `a host that a job sets gets no credential, and the problem is reported`(
        _ source: CredentialSource,
        _ variables: [String: String],
        _ changes: [String: String],
        _ problem: String
    ) async throws {
        let environment = variables.merging(changes) { $1 }
        let reports = Collected<String>()
        let store = FallbackStore([source], environment: environment) { reports.add("\($1)") }
        let servers = [
            "evil.example", "evil.example:443", "registry.gitlab.example:5050", "registry.gitlab.example:5051",
            "registry.gitlab.example", "gitlab.example", "registry.example", "github.corp.example", "ghcr.io",
            "docker.io",
            "containers.github.corp.example", "x.example",
        ]
        for server in servers { #expect(try await store.get(ServerAddress(server)) == nil, "\(server)") }
        let all = await reports.all
        #expect(!all.isEmpty && all.allSatisfy { $0.contains(problem) }, "\(all)")
        let explanation = try await store.explain(ServerAddress(source == .gitHubActions ? "ghcr.io" : "evil.example"))
        #expect(explanation.usedStep == nil && explanation.failure == nil)
        #expect("\(explanation)".contains(problem), "\(explanation)")
        for text in all + ["\(explanation)"] { expectNoSecret(text) }
        let listed = try await store.listEverywhere().flatMap { try $0.result.get() }
        #expect(listed.contains { $0.problem?.message.contains(problem) == true })
    }

    static let halves: [(CredentialSource, [String: String], String)] = [
        (.tart, tart, "TART_REGISTRY_HOSTNAME"), (.tart, tart, "TART_REGISTRY_USERNAME"),
        (.tart, tart, "TART_REGISTRY_PASSWORD"), (.appleContainer, apple, "CONTAINER_REGISTRY_HOST"),
        (.appleContainer, apple, "CONTAINER_REGISTRY_TOKEN"), (.gitLabCI, gitLab, "CI_REGISTRY"),
        (.gitLabCI, gitLab, "CI_REGISTRY_USER"), (.gitLabCI, gitLab, "CI_REGISTRY_PASSWORD"),
        (.gitLabCI, proxy, "CI_DEPENDENCY_PROXY_SERVER"), (.gitHubActions, gitHub, "GITHUB_ACTOR"),
    ]

    @Test(arguments: halves)
    func `variables that are set in part are a problem and no credential`(
        _ source: CredentialSource,
        _ variables: [String: String],
        _ missing: String
    ) async throws {
        for value in [nil, ""] as [String?] {
            var environment = variables
            environment[missing] = value
            let reports = Collected<String>()
            let store = FallbackStore([source], environment: environment) { reports.add("\($1.message)") }
            for server in [
                "registry.example", "registry.gitlab.example:5050", "gitlab.example", "ghcr.io", "other.example",
            ] {
                #expect(try await store.get(ServerAddress(server)) == nil, "\(server)")
            }
            let all = await reports.all
            let problem = "\(missing) is not set, so the other variables are not used"
            #expect(!all.isEmpty && all.allSatisfy { $0 == problem })
            // Without the host, the credential could be meant for any registry; otherwise only its own is concerned.
            let isHost = missing.hasSuffix("HOSTNAME") || missing.hasSuffix("HOST") || missing.hasSuffix("SERVER")
            #expect(all.count == (isHost || missing == "CI_REGISTRY" ? 5 : 1), "\(missing): \(all.count)")
        }
    }

    @Test(arguments: [
        (CredentialSource.gitHubActions, ["GITHUB_TOKEN": "hunter2", "GITHUB_ACTOR": "ann"]),
        (.gitHubActions, ["GITHUB_TOKEN": "hunter2", "GITHUB_ACTOR": "ann", "GITHUB_ACTIONS": "false"]),
        (.gitHubActions, ["GITHUB_ACTIONS": "true", "GITHUB_ACTOR": "ann"]),
        (.gitLabCI, ["CI_REGISTRY": "registry.gitlab.example"]), (.gitLabCI, ["CI_JOB_TOKEN": "hunter2"]),
        (.gitLabCI, ["CI_DEPENDENCY_PROXY_SERVER": "gitlab.example:443", "CI_SERVER_URL": "https://gitlab.example"]),
        (.tart, [:]), (.appleContainer, [:]),
    ])
    func `what a service sets without a credential is not a problem`(
        _ source: CredentialSource,
        _ variables: [String: String]
    ) async throws {
        let reports = Collected<String>()
        let store = FallbackStore([source], environment: variables) { reports.add("\($1.message)") }
        for server in ["ghcr.io", "registry.gitlab.example", "gitlab.example"] {
            #expect(try await store.get(ServerAddress(server)) == nil)
            #expect(try await store.explain(ServerAddress(server)).steps.map(\.content) == [.absent])
        }
        #expect(await reports.all.isEmpty)
        #expect(try await store.listEverywhere().flatMap { try $0.result.get() } == [])
    }

    @Test func `the registry's password takes precedence over the job's token`() async throws {
        let store = store(.gitLabCI, Self.gitLab.merging(["CI_JOB_TOKEN": "hunter3"]) { $1 })
        let steps = try await store.explain(ServerAddress("registry.gitlab.example:5050")).steps
        #expect(steps.map(\.place.file) == ["CI_REGISTRY_PASSWORD", "CI_JOB_TOKEN"])
        #expect(steps[1].status == .shadowed(by: "CI_REGISTRY_PASSWORD"))
        var users: [String?] = []
        for try await credential in store.credentials(for: try ServerAddress("registry.gitlab.example:5050")) {
            users.append(credential.username)
        }
        #expect(users == ["ann", "gitlab-ci-token"])
    }

    @Test func `the preset for continuous integration reads build services before files`() async throws {
        let home = try ConfigHome(CredentialSourcesTests.document("file", server: "ghcr.io"))
        defer { home.keep() }
        let environment = home.variables.merging(Self.gitHub) { $1 }
        #expect(try await FallbackStore(.ci, environment: environment).get(ServerAddress("ghcr.io"))?.username == "ann")
        let outside = FallbackStore(.ci, environment: home.variables)
        #expect(try await outside.get(ServerAddress("ghcr.io"))?.username == "file")
        for other in [CredentialSources.docker, .podman, .dockerThenPodman] {
            let store = FallbackStore(other, environment: environment)
            #expect(try await store.get(ServerAddress("ghcr.io"))?.username == "file")
        }
        let variable = CredentialSourcesTests.document("variable", server: "ghcr.io")
        let both = FallbackStore(.ci, environment: environment.merging(["DOCKER_AUTH_CONFIG": variable]) { $1 })
        #expect(try await both.get(ServerAddress("ghcr.io"))?.username == "variable")
    }
}

extension ServerAddress {
    fileprivate var shortText: String { authority }
}
