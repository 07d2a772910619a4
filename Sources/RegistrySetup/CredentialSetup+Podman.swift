internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

extension CredentialSetup {
    /// Writes the drop-in files, and checks that podman and the others find a test entry; undoes the change if not.
    ///
    /// - Returns: A sentence that says what was changed.
    func nameForPodman(
        _ name: String,
        _ files: [FilePath],
        _ programs: [String],
        _ mayUseTerminal: Bool
    ) async throws -> String {
        let environment = environment
        let present = try await BlockingWork.run { try RegistriesConf(environment: environment) }
        let dropIn = RegistriesConfDropIn(naming: name, in: present, paths: files)
        let proof = HelperProof(
            helper: helper("docker-credential-\(name)", mayUseTerminal),
            environment: environment
        )
        let podman = PodmanProof(programs: programs, environment: environment)
        try await proof.run {
            let replaced = try await BlockingWork.run { try dropIn.write() }
            do {
                try await BlockingWork.run {
                    try Self.check(dropIn, in: environment)
                    try podman.run(server: HelperProof.server, user: HelperProof.user)
                }
            } catch {
                dropIn.restore(replaced)
                throw error
            }
        }
        let places = files.map(\.string.escapedForDisplay).joined(separator: " and ")
        return "Set \(dropIn.setting) in \(places)"
            + (programs.isEmpty ? "" : ", and \(SetupText.list(programs)) found a test entry with it")
    }

    /// Throws if another file is read later and sets other helpers, by the rules of podman 6.
    private static func check(
        _ dropIn: RegistriesConfDropIn,
        in environment: ProcessEnvironment
    ) throws(CredentialStoreError) {
        let conf = try RegistriesConf(environment: environment)
        guard conf.credentialHelpers != dropIn.helpers else { return }
        throw CredentialStoreError(
            .conflict,
            "podman would not use the helper, because another file that is read later sets \(RegistriesConf.key)",
            at: .init(file: conf.origin?.string),
            advice: ["Remove \(RegistriesConf.key) from that file"]
        )
    }
}
