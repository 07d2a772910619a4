internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Reads podman's files: both `auth.json` and the helpers of registries.conf (containers-auth.json(5)).
struct PodmanProbe {
    let environment: ProcessEnvironment

    func examine() -> PodmanFacts {
        let programs = ["podman", "skopeo", "buildah"]
        let isInstalled = programs.contains(where: environment.hasProgram)
        var facts = PodmanFacts(
            isInstalled: isInstalled,
            authFiles: candidates.compactMap { file($0.path, isTemporary: $0.isTemporary) }
        )
        do throws(CredentialStoreError) {
            let conf = try RegistriesConf(environment: environment)
            facts.credentialHelpers = conf.credentialHelpers.filter { $0 != RegistriesConf.authFiles }
            facts.registriesConf = conf.origin?.string
        } catch {
            facts.registriesConf = error.place.file
            facts.registriesConfProblem = error.message
        }
        return facts
    }

    private var candidates: [(path: FilePath, isTemporary: Bool)] {
        var candidates: [(path: FilePath, isTemporary: Bool)] = []
        let locations = StandardLocations(environment)
        if let named = locations.registryAuthFile { candidates.append((named, false)) }
        if let temporary = locations.podmanRuntimeFile { candidates.append((temporary, true)) }
        if let kept = try? locations.podmanConfigFile { candidates.append((kept, false)) }
        return candidates
    }

    private func file(_ path: FilePath, isTemporary: Bool) -> PodmanFacts.AuthFile? {
        do throws(SystemError) {
            guard let file = try RegularFile.readIfPresent(path, limit: 16 << 20) else { return nil }
            guard let text = try? ConfigText(parsing: file.bytes) else {
                return PodmanFacts.AuthFile(
                    path: path.string,
                    isTemporary: isTemporary,
                    problem: "it is not valid JSON"
                )
            }
            return PodmanFacts.AuthFile(
                path: path.string,
                isTemporary: isTemporary,
                servers: text.entries.filter { !$0.secrets.isEmpty }.map(\.key),
                credsStoreLine: text.credsStore?.line
            )
        } catch {
            return PodmanFacts.AuthFile(path: path.string, isTemporary: isTemporary, problem: error.reason)
        }
    }
}
