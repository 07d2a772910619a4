internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Proves that podman, skopeo and buildah find a test entry of a helper, which shows that they read the drop-in file.
struct PodmanProof: Sendable {
    /// The programs to ask.
    let programs: [String]
    let environment: ProcessEnvironment

    private static let candidates = ["podman", "skopeo", "buildah"]

    /// The programs that are in `PATH`.
    static func programs(in environment: ProcessEnvironment) -> [String] {
        candidates.filter(environment.hasProgram)
    }

    /// Throws unless each program reports the user of the entry: `login --get-login` asks helpers and no registry.
    func run(server: String, user: String) throws {
        for program in programs {
            let outcome = try ChildProcess.run(
                program: try ExecutableSearch.find(program, in: environment),
                arguments: ["login", "--get-login", server],
                environment: environment,
                deadline: .after(.seconds(30)),
                outputLimit: 1 << 16,
                terminal: .none
            )
            let answer = String(decoding: outcome.output, as: UTF8.self).split(whereSeparator: \.isNewline)
            guard outcome.termination == .exited(0), answer.last?.utf8.elementsEqual(user.utf8) == true else {
                throw CredentialStoreError(
                    .failed,
                    "\(program) does not find a test entry of the helper, so the change was undone",
                    advice: ["Run it to see its message: \(program) login --get-login \(server)"]
                )
            }
        }
    }
}
