internal import EncryptedStore
internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

/// The key of docker-credential-file, which the first save creates.
struct EncryptedStoreKeys {
    let environment: ProcessEnvironment

    /// Whether there is a key; nil if its file cannot be read, or the store has none.
    var exist: Bool? {
        guard let report, report.source != .none else { return nil }
        return report.keyExists
    }

    /// The key and what it opens, as a noun phrase; nil if there is none.
    var description: String? {
        guard let report, report.keyExists, case .file(let path) = report.source else { return nil }
        return
            "the key \(path.string.escapedForDisplay) for the encrypted store \(report.store.string.escapedForDisplay)"
    }

    private var report: KeyReport? {
        guard
            let keys = try? StoreKeys(
                environment: environment,
                diagnostics: HelperDiagnostics(isTracing: false) { _ in }
            )
        else { return nil }
        return try? StoreFile(keys: keys).keyReport()
    }
}
