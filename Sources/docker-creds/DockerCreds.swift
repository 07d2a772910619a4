internal import ArgumentParser
internal import HelperProtocol

/// The program: a person's view of the libraries.
struct DockerCreds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docker-creds",
        abstract: "Log in to registries, and see which credential counts.",
        discussion: """
            Runs by itself, and as \"docker creds\" if it lies in a directory of Docker's plugins. Credentials are looked \
            for where docker looks, then where podman and skopeo do. Exit status: 0, or 1 if something failed, 2 if the \
            registry does not accept the credential, 3 if there is none, 64 if the command line is wrong.
            """,
        version: "docker-creds (swift-docker-credentials) v\(HelperIdentity.packageVersion)",
        subcommands: [LoginCommand.self, LogoutCommand.self, GetCommand.self, ListCommand.self, ExplainCommand.self]
    )
}
