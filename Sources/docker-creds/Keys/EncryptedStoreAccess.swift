internal import EncryptedStore
internal import HelperProtocol
internal import SystemSupport

/// The store of docker-credential-file, as this program's commands use it.
enum EncryptedStoreAccess {
    /// The keys that the variables and the settings file name.
    static func keys() throws(Failure) -> StoreKeys {
        let console = Console.current
        return try reporting { () throws(HelperError) in
            try StoreKeys(
                environment: .current,
                diagnostics: HelperDiagnostics(isTracing: false) { console.report($0) }
            )
        }
    }

    /// Does `body` and reports its error as a failure of this program.
    static func reporting<Value>(_ body: () throws(HelperError) -> Value) throws(Failure) -> Value {
        do {
            return try body()
        } catch {
            throw Failure(error.message, advice: error.advice.map { .text($0) })
        }
    }
}
