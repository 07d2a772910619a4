internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Reads podman's files: both `auth.json` and the helpers of registries.conf (containers-auth.json(5)).
struct PodmanProbe {
    let environment: ProcessEnvironment

    func examine() -> PodmanFacts {
        let programs = ["podman", "skopeo", "buildah"]
        let isInstalled = programs.contains { (try? ExecutableSearch.find($0, in: environment)) != nil }
        return PodmanFacts(
            isInstalled: isInstalled,
            authFiles: candidates.compactMap { file($0.path, isTemporary: $0.isTemporary) },
            credentialHelpers: credentialHelpers()
        )
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

    /// `credential-helpers = ["secretservice", "containers-auth.json"]` of the first registries.conf.
    private func credentialHelpers() -> [String] {
        let own = (try? environment.configurationHome)?.pushing("containers/registries.conf")
        let places = [own, "/etc/containers/registries.conf", "/usr/share/containers/registries.conf"]
        for case let path? in places {
            guard let file = try? RegularFile.read(path, limit: 1 << 20) else { continue }
            let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
            guard let line = lines.last(where: { $0.drop { $0 == " " }.hasPrefix("credential-helpers") }) else {
                return []
            }
            return line.split(separator: "\"").enumerated().filter { !$0.offset.isMultiple(of: 2) }
                .map { String($0.element) }.filter { $0 != "containers-auth.json" }
        }
        return []
    }
}
