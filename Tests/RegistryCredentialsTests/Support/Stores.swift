import HelperProtocol
import RegistryCredentials
import Synchronization
import Testing

extension FileStore {
    /// A store that may write plain text.
    static func writing(_ path: String, _ change: (inout Options) -> Void = { _ in }) -> FileStore {
        var options = Options()
        options.plaintext = .allow
        change(&options)
        return FileStore(path: path, options: options)
    }
}

extension Credential {
    /// A password that no error text may contain.
    static let ann = Credential.password(username: "ann", password: Secret("hunter2"))
    static let bob = Credential.password(username: "bob", password: Secret("swordfish"))
}

/// Collects the diagnostics of a store.
final class Reports: Sendable {
    private let reports = Mutex<[FileStoreDiagnostic]>([])

    var codes: [FileStoreDiagnostic.Code] { reports.withLock { $0.map(\.code) } }

    func add(_ diagnostic: FileStoreDiagnostic) {
        expectNoSecret(diagnostic.description)
        reports.withLock { $0.append(diagnostic) }
    }
}

/// Runs `body`, which must fail with `code`, and checks that the error contains no secret.
@discardableResult
func expectError(
    _ code: CredentialStoreError.Code,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async -> CredentialStoreError? {
    do {
        try await body()
        Issue.record("no error", sourceLocation: sourceLocation)
    } catch let error as CredentialStoreError {
        #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
        #expect(error.place.file != nil, sourceLocation: sourceLocation)
        expectNoSecret("\(error)", sourceLocation: sourceLocation)
        expectNoSecret(String(reflecting: error), sourceLocation: sourceLocation)
        return error
    } catch {
        Issue.record("\(error)", sourceLocation: sourceLocation)
    }
    return nil
}

/// Checks that `text` contains no secret of these tests, in plain text or in base64.
func expectNoSecret(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for secret in ["hunter", "swordfish", "t0ken", "aHVudGVy", "c3dvcmRmaXNo", "YW5u", "Ym9i"] {
        #expect(!text.contains(secret), sourceLocation: sourceLocation)
    }
}
