import HelperProtocol
import SystemSupport

extension HelperError {
    /// What the operating system refused, with the remedy where there is a usual one.
    init(_ error: SystemError, advice: [String] = []) {
        let (code, remedy): (Code, String?) =
            switch error.code {
            case .permissionDenied:
                (.denied, "Check who may write there, or name another path in \(FileHelperLocations.storeVariable).")
            case .noSpace: (.failed, "The store is as it was. Make room and try again.")
            case .readOnly:
                (
                    .failed,
                    "The store is as it was. Name a path that can be written to in \(FileHelperLocations.storeVariable)."
                )
            case .timedOut:
                (
                    .timedOut,
                    "Another process holds the lock. Wait for it, or set DOCKER_CREDENTIAL_TIMEOUT to more seconds."
                )
            default: (.failed, nil)
            }
        self.init(code, "\(error)", advice: advice + [remedy].compactMap(\.self))
    }
}
