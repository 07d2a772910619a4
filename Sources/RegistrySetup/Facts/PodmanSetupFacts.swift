package import RegistryCredentials
package import SystemPackage

/// What podman's configuration says about credential helpers, and where it can be changed.
package struct PodmanSetupFacts: Sendable {
    /// Those of podman, skopeo and buildah that are in `PATH`.
    package var programs: [String]
    /// The configuration; an error if podman cannot read it either.
    package var conf: Result<RegistriesConf, CredentialStoreError>
    /// The drop-in files to write; an error if podman would read none.
    package var dropIns: Result<[FilePath], CredentialStoreError>

    package init(
        programs: [String] = [],
        conf: Result<RegistriesConf, CredentialStoreError> = .success(RegistriesConf(credentialHelpers: [])),
        dropIns: Result<[FilePath], CredentialStoreError> = .success([])
    ) {
        self.programs = programs
        self.conf = conf
        self.dropIns = dropIns
    }

    /// The helper that podman asks first; nil if it reads its files first.
    var firstHelper: String? {
        guard case .success(let conf) = conf, let first = conf.credentialHelpers.first,
            first != RegistriesConf.authFiles
        else { return nil }
        return first
    }
}
