/// The kind of environment that the examination runs in.
package struct SurroundingsFacts: Sendable {
    /// Whether WSL can run Windows programs.
    package enum WindowsInterop: Sendable, Equatable {
        case notWSL, enabled, disabled
    }

    package var windowsInterop: WindowsInterop
    /// Whether the root directory is a container's.
    package var isContainer: Bool
    /// Whether docker is a snap, which sees neither hidden files in the home directory nor PATH.
    package var dockerIsSnap: Bool
    /// Whether this is inside a user namespace, as in `podman unshare`.
    package var isUserNamespace: Bool
    /// Whether this is a desktop session with a display and a session bus.
    package var isDesktop: Bool
    /// Whether this is a session over SSH.
    package var isSSH: Bool
    /// Whether this runs in continuous integration.
    package var isContinuousIntegration: Bool
    /// The directories that services, cron and the user's systemd see as PATH; empty if unknown.
    package var servicePath: [String]

    package init(
        windowsInterop: WindowsInterop = .notWSL,
        isContainer: Bool = false,
        dockerIsSnap: Bool = false,
        isUserNamespace: Bool = false,
        isDesktop: Bool = false,
        isSSH: Bool = false,
        isContinuousIntegration: Bool = false,
        servicePath: [String] = []
    ) {
        self.windowsInterop = windowsInterop
        self.isContainer = isContainer
        self.dockerIsSnap = dockerIsSnap
        self.isUserNamespace = isUserNamespace
        self.isDesktop = isDesktop
        self.isSSH = isSSH
        self.isContinuousIntegration = isContinuousIntegration
        self.servicePath = servicePath
    }
}
