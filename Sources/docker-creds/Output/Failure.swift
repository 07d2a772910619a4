internal import RegistryCredentials
internal import RegistryLogin

/// Why a command did not do what it was asked for.
struct Failure: Error, CustomStringConvertible {
    /// What the program ends with.
    let status: ExitStatus
    /// What failed, why, and what to try, without a secret.
    let description: String

    init(_ description: String, status: ExitStatus = .failed) {
        self.description = description
        self.status = status
    }

    /// A failure that was reported already.
    static let reported = Failure("")

    /// The failure that an error of the libraries stands for; nil if it is of somebody else.
    ///
    /// - Parameter error: What was thrown.
    /// - Returns: The failure.
    static func ofLibrary(_ error: any Error) -> Failure? {
        switch error {
        case let error as Failure: error
        case let error as LoginError: Failure("\(error)", status: error.code == .refused ? .refused : .failed)
        case let error as CredentialStoreError: Failure("\(error)")
        case let error as ServerAddressError: Failure("\(error)", status: .usage)
        default: nil
        }
    }
}
