/// Podman's own credential files and settings.
package struct PodmanFacts: Sendable {
    /// An `auth.json`.
    package struct AuthFile: Sendable {
        package let path: String
        /// Whether it is on a file system that is lost on reboot.
        package let isTemporary: Bool
        /// The servers with a secret in it.
        package let servers: [String]
        /// The line of `credsStore`, which podman does not read; nil if there is none.
        package let credsStoreLine: Int?
        /// Why it cannot be read; nil if it can.
        package let problem: String?

        package init(
            path: String,
            isTemporary: Bool = false,
            servers: [String] = [],
            credsStoreLine: Int? = nil,
            problem: String? = nil
        ) {
            self.path = path
            self.isTemporary = isTemporary
            self.servers = servers
            self.credsStoreLine = credsStoreLine
            self.problem = problem
        }
    }

    /// Whether podman, skopeo or buildah is installed.
    package var isInstalled: Bool
    package var authFiles: [AuthFile]
    /// The `credential-helpers` of registries.conf; empty if there are none.
    package var credentialHelpers: [String]
    /// The file that sets them, or the one that cannot be read.
    package var registriesConf: String?
    /// Why registries.conf cannot be read; nil if it can.
    package var registriesConfProblem: String?

    package init(
        isInstalled: Bool = false,
        authFiles: [AuthFile] = [],
        credentialHelpers: [String] = [],
        registriesConf: String? = nil,
        registriesConfProblem: String? = nil
    ) {
        self.isInstalled = isInstalled
        self.authFiles = authFiles
        self.credentialHelpers = credentialHelpers
        self.registriesConf = registriesConf
        self.registriesConfProblem = registriesConfProblem
    }
}
