internal import SystemPackage
internal import SystemSupport

/// Finds out what kind of place this is, by files of the kernel and the environment.
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

    /// The handlers that WSL registers for Windows programs; `enabled` stands in the first line of one in use.
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

    /// user_namespaces(7): outside of one, the map is the whole range onto itself.
    private var isUserNamespace: Bool {
        guard let map = text("/proc/self/uid_map") else { return false }
        let fields = map.split { $0 == " " || $0 == "\n" }
        return !fields.isEmpty && fields.map(String.init) != ["0", "0", "4294967295"]
    }

    /// PATH of units without one of their own (systemd.exec(5)); of cron it is a part.
    private var servicePath: [String] {
        guard exists("/run/systemd/system") else { return [] }
        return ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
    }
}
