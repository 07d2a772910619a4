extension BoundVariables {
    /// A program or build service that passes credentials in its own variables.
    enum Service: Hashable {
        case gitHubActions, gitLabCI, appleContainer, tart
    }

    /// The credentials of a service, in order of precedence.
    static func of(_ service: Service) -> [BoundVariables] {
        switch service {
        case .gitHubActions: [gitHub]
        case .gitLabCI: [gitLabRegistry, gitLabRegistryToken, gitLabProxy, gitLabProxyToken]
        case .appleContainer:
            [
                BoundVariables(
                    hosts: .variable("CONTAINER_REGISTRY_HOST"),
                    username: .variable("CONTAINER_REGISTRY_USER"),
                    password: "CONTAINER_REGISTRY_TOKEN"
                )
            ]
        case .tart:
            [
                BoundVariables(
                    hosts: .variable("TART_REGISTRY_HOSTNAME"),
                    username: .variable("TART_REGISTRY_USERNAME"),
                    password: "TART_REGISTRY_PASSWORD"
                )
            ]
        }
    }

    /// The token of a workflow: docs.github.com, "Working with the Container registry".
    ///
    /// The token of a GitHub Enterprise server has the same name, and must not be sent to GitHub's registries. A token
    /// outside of a workflow, as on a developer's machine, is not meant for registries.
    private static let gitHub = BoundVariables(
        hosts: .fixed(["ghcr.io", "docker.pkg.github.com"]),
        username: .variable("GITHUB_ACTOR"),
        password: "GITHUB_TOKEN",
        ambient: ["GITHUB_ACTOR"],
        marker: ("GITHUB_ACTIONS", "true"),
        service: ("GITHUB_SERVER_URL", "https://github.com")
    )

    /// The project's registry: docs.gitlab.com, "Predefined CI/CD variables reference".
    ///
    /// The variables of a job and of a dotenv artifact take precedence over `CI_REGISTRY`.
    private static let gitLabRegistry = BoundVariables(
        hosts: .variable("CI_REGISTRY"),
        username: .variable("CI_REGISTRY_USER"),
        password: "CI_REGISTRY_PASSWORD",
        ambient: ["CI_REGISTRY"],
        confirmations: registryConfirmations
    )

    /// The job's token, which the registry accepts too.
    private static let gitLabRegistryToken = BoundVariables(
        hosts: .variable("CI_REGISTRY"),
        username: .fixed("gitlab-ci-token"),
        password: "CI_JOB_TOKEN",
        ambient: ["CI_REGISTRY", "CI_JOB_TOKEN"],
        confirmations: registryConfirmations
    )

    /// GitLab's cache of Docker Hub, which is on the host and port of GitLab itself.
    private static let gitLabProxy = BoundVariables(
        hosts: .variable("CI_DEPENDENCY_PROXY_SERVER"),
        username: .variable("CI_DEPENDENCY_PROXY_USER"),
        password: "CI_DEPENDENCY_PROXY_PASSWORD",
        ambient: ["CI_DEPENDENCY_PROXY_SERVER"],
        confirmations: proxyConfirmations
    )

    private static let gitLabProxyToken = BoundVariables(
        hosts: .variable("CI_DEPENDENCY_PROXY_SERVER"),
        username: .fixed("gitlab-ci-token"),
        password: "CI_JOB_TOKEN",
        ambient: ["CI_DEPENDENCY_PROXY_SERVER", "CI_JOB_TOKEN"],
        confirmations: proxyConfirmations
    )

    private static let registryConfirmations = ["CI_REGISTRY_IMAGE"]
    private static let proxyConfirmations = ["CI_SERVER_URL", "CI_DEPENDENCY_PROXY_GROUP_IMAGE_PREFIX"]
}
