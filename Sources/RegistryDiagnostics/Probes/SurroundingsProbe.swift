internal import SystemPackage
internal import SystemSupport

/// Determines the kind of environment from kernel files and environment variables.
struct SurroundingsProbe {
    let environment: ProcessEnvironment

    func examine() -> SurroundingsFacts {
        SurroundingsFacts(
            windowsInterop: windowsInterop,
            isContainer: exists("/.dockerenv") || exists("/run/.containerenv") || environment["container"] != nil,
            dockerIsSnap: dockerIsSnap,
            isUserNamespace: isUserNamespace,
            isDesktop: environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil,
            isSSH: environment["SSH_CONNECTION"] != nil || environment["SSH_TTY"] != nil,
            isContinuousIntegration: environment["CI"] != nil,
            servicePath: servicePath
        )
    }

    private func exists(_ path: FilePath) -> Bool { (try? FileStatus(of: path)) != nil }

    private func text(_ path: FilePath) -> String? {
        (try? RegularFile.read(path, limit: 1 << 20)).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    /// The handlers that WSL registers for Windows programs; the first line of an active one is `enabled`.
    private var windowsInterop: SurroundingsFacts.WindowsInterop {
        let release = text("/proc/sys/kernel/osrelease")?.lowercased() ?? ""
        guard release.contains("microsoft") || environment["WSL_DISTRO_NAME"] != nil else { return .notWSL }
        let handlers: [FilePath] = [
            "/proc/sys/fs/binfmt_misc/WSLInterop", "/proc/sys/fs/binfmt_misc/WSLInterop-late",
        ]
        return handlers.contains { text($0)?.hasPrefix("enabled") == true } ? .enabled : .disabled
    }

    private var dockerIsSnap: Bool {
        guard let docker = try? ExecutableSearch.find("docker", in: environment) else { return false }
        return docker.string.hasPrefix("/snap/")
    }

    /// user_namespaces(7): outside of a user namespace, the map is the identity over the whole range.
    private var isUserNamespace: Bool {
        guard let map = text("/proc/self/uid_map") else { return false }
        let fields = map.split { $0 == " " || $0 == "\n" }
        return !fields.isEmpty && fields.map(String.init) != ["0", "0", "4294967295"]
    }

    /// The PATH of units that set none (systemd.exec(5)); cron's is a part of it.
    private var servicePath: [String] {
        guard exists("/run/systemd/system") else { return [] }
        return ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    }
}
