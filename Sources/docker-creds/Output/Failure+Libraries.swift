internal import RegistryCredentials
internal import RegistryDiagnostics
internal import RegistryLogin
internal import SystemSupport

extension Failure {
    /// Creates the failure for an error of the libraries; nil for an error of the argument parser.
    static func ofLibrary(_ error: any Error) -> Failure? {
        switch error {
        case let error as Failure: error
        case let error as CredentialStoreError: Failure(error)
        case let error as LoginError:
            Failure(error, advice: error.advice.map { .text($0.asAdvice) })
        case let error as DiagnosticFixError: Failure(error.diagnosis)
        case let error as ServerAddressError: Failure("\(error)", status: .usage)
        case is CancellationError: Failure("the command was cancelled")
        default: nil
        }
    }

    /// Creates the failure for the error of a login.
    init(_ error: LoginError, advice: [Advice]) {
        self.init(error.summary, status: error.code == .rejected ? .rejected : .failed, advice: advice)
    }

    /// Creates the failure for the error of a store.
    init(_ error: CredentialStoreError) {
        self.init(error.messageWithPlace, advice: error.advice.map { .text($0.asAdvice) })
    }

    /// Creates a warning for the error of a store.
    var asWarning: Failure { prefixed("warning") }

    /// Returns the failure with a prefix, such as the name of the place that failed.
    func prefixed(_ prefix: String) -> Failure { Failure("\(prefix): \(message)", status: status, advice: advice) }
}
