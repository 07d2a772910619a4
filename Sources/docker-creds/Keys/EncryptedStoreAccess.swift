internal import EncryptedStore
internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

/// The commands' access to the store of docker-credential-file.
enum EncryptedStoreAccess {
    /// The keys that the environment and the settings file name.
    static func keys() throws(Failure) -> StoreKeys {
        let console = Console.current
        return try reporting { () throws(HelperError) in
            try StoreKeys(
                environment: .current,
                diagnostics: HelperDiagnostics(isTracing: false) { console.report($0) }
            )
        }
    }

    /// Changes the store that the environment and the settings file name.
    ///
    /// - Returns: The path of the store, and what the change returned.
    static func changing<Value>(
        _ change: (StoreFile) throws(HelperError) -> Value
    ) throws(Failure) -> (store: FilePath, value: Value) {
        let keys = try keys()
        let value = try reporting { () throws(HelperError) in try change(StoreFile(keys: keys)) }
        return (keys.locations.store, value)
    }

    /// Runs `body` and converts its error to a failure.
    static func reporting<Value>(_ body: () throws(HelperError) -> Value) throws(Failure) -> Value {
        do {
            return try body()
        } catch {
            throw Failure(error.message, advice: error.advice.map { .text($0) })
        }
    }
}
