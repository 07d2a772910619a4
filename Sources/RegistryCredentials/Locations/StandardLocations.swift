package import SystemPackage
package import SystemSupport

/// The documented locations of credentials in container tools, for an environment.
package struct StandardLocations {
    private let environment: ProcessEnvironment

    /// Creates the locations for an environment.
    package init(_ environment: ProcessEnvironment) {
        self.environment = environment
    }

    /// Docker's config file: `$DOCKER_CONFIG/config.json`, or `~/.docker/config.json`.
    package var dockerConfig: FilePath {
        get throws(CredentialStoreError) {
            try checkText("DOCKER_CONFIG")
            if let directory = environment.path(of: "DOCKER_CONFIG") {
                try checkTilde(directory.string)
                return directory.appending("config.json")
            }
            return try home.appending(".docker").appending("config.json")
        }
    }

    /// The file named by `REGISTRY_AUTH_FILE`; nil if the variable is not set.
    package var registryAuthFile: FilePath? { environment.path(of: "REGISTRY_AUTH_FILE") }

    /// Podman's temporary file: `$XDG_RUNTIME_DIR/containers/auth.json` (containers-auth.json(5)).
    ///
    /// If the variable is not set, as for root and in services, it is `/run/containers/UID/auth.json`.
    package var podmanRuntimeFile: FilePath? {
        if let directory = environment.runtimeDirectory { return directory.pushing("containers/auth.json") }
        #if os(Linux)
        let directory = FilePath("/run/containers/\(CurrentProcess.effectiveUser)")
        // Only root can read this default directory on most machines, so a file without permission is treated as
        // missing.
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

    /// Podman's persistent file: `$XDG_CONFIG_HOME/containers/auth.json`.
    package var podmanConfigFile: FilePath {
        get throws(CredentialStoreError) {
            do {
                return try environment.configurationHome.pushing("containers/auth.json")
            } catch {
                throw homeUnknown(error)
            }
        }
    }

    /// Docker's file before version 1.7: `~/.dockercfg`.
    var dockercfg: FilePath {
        get throws(CredentialStoreError) { try home.appending(".dockercfg") }
    }

    /// The file named by `NETRC`, or `~/.netrc`.
    var netrc: FilePath {
        get throws(CredentialStoreError) {
            if let path = environment.path(of: "NETRC") { return path }
            return try home.appending(".netrc")
        }
    }

    /// Throws if the variable is not UTF-8: stores represent paths as text, which would change the path.
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

    /// Throws if the path begins with a tilde that no shell has expanded.
    ///
    /// Docker treats the tilde as the name of a directory, finds no file, and continues without credentials.
    private func checkTilde(_ directory: String) throws(CredentialStoreError) {
        guard directory.hasPrefix("~"), (try? FileStatus(of: FilePath(directory))) == nil else { return }
        throw CredentialStoreError(
            .failed,
            "DOCKER_CONFIG is \(directory), and the tilde in it was not expanded: there is no such directory",
            advice: ["Set it without quotes: export DOCKER_CONFIG=~/.docker"]
        )
    }
}
