package import SystemPackage

/// The directories of a user's files and programs.
///
/// The user database is not consulted, since it needs plugins that a static executable cannot load.
extension ProcessEnvironment {
    /// `HOME`.
    ///
    /// - Throws: `.missingVariable` if it is not set to an absolute path.
    package var homeDirectory: FilePath {
        get throws(SystemError) {
            guard let directory = absolutePath(in: "HOME") else {
                throw .unknownHome(["HOME"])
            }
            return directory
        }
    }

    /// The absolute entries of `PATH`, in order.
    ///
    /// Relative and empty entries would run programs from the current directory.
    package var executableSearchPath: [FilePath] {
        guard let path = bytes(of: "PATH") else { return [] }
        return path.split(separator: UInt8(ascii: ":")).compactMap { FilePath(bytes: $0) }.filter(\.isAbsolute)
    }

    /// Whether an executable program is in ``executableSearchPath``.
    ///
    /// - Parameter name: A file name, without a slash.
    /// - Returns: Whether ``ExecutableSearch`` finds it.
    package func hasProgram(_ name: String) -> Bool { (try? ExecutableSearch.find(name, in: self)) != nil }

    /// `XDG_DATA_HOME`, or `~/.local/share`: persistent data.
    ///
    /// - Throws: `.missingVariable` if neither `XDG_DATA_HOME` nor `HOME` is set.
    package var dataHome: FilePath {
        get throws(SystemError) { try directory(in: "XDG_DATA_HOME", orInHome: ".local/share") }
    }

    /// `XDG_STATE_HOME`, or `~/.local/state`: data that belongs to this machine.
    ///
    /// - Throws: `.missingVariable` if neither `XDG_STATE_HOME` nor `HOME` is set.
    package var stateHome: FilePath {
        get throws(SystemError) { try directory(in: "XDG_STATE_HOME", orInHome: ".local/state") }
    }

    /// `XDG_CONFIG_HOME`, or `~/.config`: config files.
    ///
    /// - Throws: `.missingVariable` if neither `XDG_CONFIG_HOME` nor `HOME` is set.
    package var configurationHome: FilePath {
        get throws(SystemError) { try directory(in: "XDG_CONFIG_HOME", orInHome: ".config") }
    }

    /// `XDG_RUNTIME_DIR`, which has no default.
    package var runtimeDirectory: FilePath? {
        absolutePath(in: "XDG_RUNTIME_DIR")
    }

    /// The XDG base directory specification: "all paths must be absolute. If an implementation encounters a relative
    /// path […] it should consider the path invalid and ignore it."
    private func directory(in variable: String, orInHome fallback: FilePath) throws(SystemError) -> FilePath {
        if let directory = absolutePath(in: variable) {
            return directory
        }
        guard absolutePath(in: "HOME") != nil else {
            throw .unknownHome([variable, "HOME"])
        }
        return try homeDirectory.pushing(fallback)
    }

    private func absolutePath(in variable: String) -> FilePath? {
        path(of: variable).flatMap { $0.isAbsolute ? $0 : nil }
    }
}
