internal import SystemPackage
internal import SystemSupport

/// Where the programs that talk to registries keep credentials, by their documentation and an environment.
struct StandardLocations {
    private let environment: ProcessEnvironment

    init(_ environment: ProcessEnvironment) {
        self.environment = environment
    }

    /// Docker's: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`.
    var dockerConfig: FilePath {
        get throws(CredentialStoreError) {
            try checkText("DOCKER_CONFIG")
            if let directory = environment.path(of: "DOCKER_CONFIG") {
                try checkTilde(directory.string)
                return directory.appending("config.json")
            }
            return try home.appending(".docker").appending("config.json")
        }
    }

    /// What `REGISTRY_AUTH_FILE` names for podman, skopeo and buildah; nil if it is not set.
    var registryAuthFile: FilePath? { environment.path(of: "REGISTRY_AUTH_FILE") }

    /// Podman's own, which is gone after a restart: `$XDG_RUNTIME_DIR/containers/auth.json` (containers-auth.json(5)).
    ///
    /// Without that variable, as for root and in services, it is `/run/containers/UID/auth.json`.
    var podmanRuntimeFile: FilePath? {
        if let directory = environment.runtimeDirectory { return directory.pushing("containers/auth.json") }
        #if os(Linux)
        let directory = FilePath("/run/containers/\(CurrentProcess.effectiveUser)")
        // Nobody has named it, and the directory above is root's on most machines: what may not be looked at is not there.
        do throws(SystemError) {
            _ = try FileStatus(of: directory)
        } catch {
            if error.code == .permissionDenied { return nil }
        }
        return directory.appending("auth.json")
        #else
        return nil
        #endif
    }

    /// Podman's, which stays: `$XDG_CONFIG_HOME/containers/auth.json`.
    var podmanConfigFile: FilePath {
        get throws(CredentialStoreError) {
            do {
                return try environment.configurationHome.pushing("containers/auth.json")
            } catch {
                throw homeUnknown(error)
            }
        }
    }

    /// Docker's file before 1.7: `~/.dockercfg`.
    var dockercfg: FilePath {
        get throws(CredentialStoreError) { try home.appending(".dockercfg") }
    }

    /// The file that `NETRC` names, else `~/.netrc`.
    var netrc: FilePath {
        get throws(CredentialStoreError) {
            if let path = environment.path(of: "NETRC") { return path }
            return try home.appending(".netrc")
        }
    }

    /// Stores name their files by text, so that a path of other bytes would be another path.
    private func checkText(_ name: String) throws(CredentialStoreError) {
        do throws(SystemError) {
            _ = try environment.text(of: name)
        } catch {
            throw CredentialStoreError(.unavailable, "\(error)", advice: ["Set \(name) to a path in UTF-8"])
        }
    }

    private var home: FilePath {
        get throws(CredentialStoreError) {
            try checkText("HOME")
            do {
                return try environment.homeDirectory
            } catch {
                throw homeUnknown(error)
            }
        }
    }

    private func homeUnknown(_ error: SystemError) -> CredentialStoreError {
        CredentialStoreError(
            .unavailable,
            "\(error)",
            advice: ["Set HOME, or DOCKER_CONFIG to the directory of config.json"]
        )
    }

    /// Refuses a tilde that no shell has expanded.
    ///
    /// Docker takes it for a directory of that name, finds none, and goes on as if nobody were logged in.
    private func checkTilde(_ directory: String) throws(CredentialStoreError) {
        guard directory.hasPrefix("~"), (try? FileStatus(of: FilePath(directory))) == nil else { return }
        throw CredentialStoreError(
            .failed,
            "DOCKER_CONFIG is \(directory), and the tilde in it was not expanded: there is no such directory",
            advice: ["Set it without quotes: export DOCKER_CONFIG=~/.docker"]
        )
    }
}
