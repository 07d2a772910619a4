package import HelperProtocol
package import SystemSupport

extension HelperError {
    /// Creates the error for a failure of the operating system, with the usual remedy if there is one.
    ///
    /// The remedies for links and sizes are specific to the store; the others are the same in every program.
    ///
    /// - Parameters:
    ///   - error: The failure.
    ///   - pathVariable: The variable that can name another path.
    package init(_ error: SystemError, pathVariable: String = StoreLocations.storeVariable) {
        switch error.code {
        case .untrustedLink:
            self.init(
                .denied,
                "\(error)",
                advice: ["Remove the link, or name the file that it leads to in \(pathVariable)"]
            )
        case .tooLarge:
            self.init(.failed, "\(error)", advice: ["The store was not changed. Erase logins that you no longer need"])
        default:
            self.init(system: error, alternative: "Or name another path in \(pathVariable)")
        }
    }
}
