package import HelperProtocol
package import SystemSupport

extension HelperError {
    /// A failure of the operating system, with the usual remedy where there is one.
    ///
    /// - Parameters:
    ///   - error: The failure.
    ///   - pathVariable: The variable that can name another path.
    package init(_ error: SystemError, pathVariable: String = StoreLocations.storeVariable) {
        let (code, remedy): (Code, String?) =
            switch error.code {
            case .permissionDenied: (.denied, "Check its owner and mode, or name another path in \(pathVariable)")
            case .noSpace: (.failed, "Free some space and try again; the store was not changed")
            case .readOnly:
                (.failed, "Name a path that can be written to in \(pathVariable); the store was not changed")
            case .timedOut:
                (
                    .timedOut,
                    "Wait for the other process, set DOCKER_CREDENTIAL_TIMEOUT to more seconds, or name another path in "
                        + pathVariable
                )
            case .untrustedLink: (.denied, "Remove the link, or name the file that it leads to in \(pathVariable)")
            case .tooLarge: (.failed, "Erase logins that you no longer need; the store was not changed")
            default: (.failed, nil)
            }
        self.init(code, "\(error)", advice: [remedy].compactMap(\.self))
    }
}
