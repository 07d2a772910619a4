internal import RegistryCredentials
internal import RegistryDiagnostics
internal import SystemPackage
internal import SystemSupport

/// What is written for podman, skopeo and buildah: a drop-in file that names the helper.
extension SetupPlanner {
    func addPodman(_ helper: String, to preparation: inout Preparation) {
        let podman = facts.podman
        let paths: [String]
        let dropIn: RegistriesConfDropIn
        do throws(CredentialStoreError) {
            let conf = try podman.conf.get()
            // Whether a second file is complete is not known, so both are written, which changes nothing if they are.
            let files = try? podman.dropIns.get()
            let isComplete = files?.count != 2 || conf.origin != files?.first
            guard podman.firstHelper != helper || !isComplete || wasInterrupted(in: helper) else {
                let place = conf.origin.map { $0.string.escapedForDisplay } ?? "registries.conf"
                preparation.parts.append(SetupPart("registries.conf", .ready, place))
                if !preparation.steps.isEmpty {
                    preparation.steps.append(.proveHelper(program: facts.helper(helper).program))
                }
                return
            }
            dropIn = RegistriesConfDropIn(naming: helper, in: conf, paths: try podman.dropIns.get())
            paths = dropIn.paths.map(\.string)
        } catch {
            let place = error.place.file.map { "\($0.escapedForDisplay): " } ?? ""
            preparation.parts.append(
                SetupPart("registries.conf", .missing, place + error.message, remedy: error.advice.first)
            )
            return
        }
        preparation.parts.append(
            SetupPart("registries.conf", .planned, paths.map(\.escapedForDisplay).joined(separator: ", "))
        )
        preparation.steps.append(
            .nameForPodman(helper: helper, setting: dropIn.setting, files: paths, programs: podman.programs)
        )
        if podman.programs.isEmpty {
            preparation.notes.append("None of podman, skopeo and buildah is in PATH, so none of them tries the helper.")
        }
        if paths.count > 1 {
            preparation.notes.append(
                "XDG_CONFIG_HOME is set: podman 6 reads the first file, and older versions read the second one."
            )
        }
        let others = dropIn.helpers.dropFirst().filter { $0 != RegistriesConf.authFiles }
        if !others.isEmpty {
            preparation.notes.append(
                "podman still asks \(others.map(\.escapedForDisplay).joined(separator: ", ")) after it."
            )
        }
    }
}
