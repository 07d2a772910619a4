internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

extension NativeStore {
    /// Returns the helper that Docker uses if nothing is configured, without checking that it works.
    ///
    /// On macOS this is `osxkeychain`. Elsewhere it is `pass` if a program of that name is in `PATH`, or else
    /// `secretservice`.
    ///
    /// - Parameter options: How the helper is run, and the environment in which it is searched for.
    /// - Returns: The store; nil if that helper is not installed.
    public static func platformDefault(options: Options = Options()) -> NativeStore? {
        guard let name = candidates(in: options).first else { return nil }
        let store = NativeStore(name, options: options)
        return store.program.isInstalled ? store : nil
    }

    /// Returns the first helper that works on this machine.
    ///
    /// The candidates are listed in order, and the first one that succeeds is used. Detection stores and erases
    /// nothing, reads no secret, and gives no helper access to the terminal.
    ///
    /// - Parameters:
    ///   - candidates: The names of helpers; nil for those of the platform: `osxkeychain` on macOS, elsewhere `pass` if
    ///     a program of that name is in `PATH` and `secretservice`; then `file`.
    ///   - options: How the helpers are run, and the environment in which they are searched for.
    /// - Returns: The store, and why each candidate before it was rejected.
    /// - Throws: `CancellationError`.
    public static func detect(
        among candidates: [String]? = nil,
        options: Options = Options()
    ) async throws(CancellationError) -> Detection {
        var failures: [CredentialStoreError] = []
        for name in candidates ?? Self.candidates(in: options) + ["file"] {
            let store = NativeStore(name, options: options)
            do {
                try await store.probe()
                return Detection(store: store, failures: failures)
            } catch let error as CredentialStoreError {
                failures.append(error)
            } catch {
                throw CancellationError()
            }
        }
        return Detection(store: nil, failures: failures)
    }

    /// The result of a search for a working helper.
    public struct Detection: Sendable {
        /// The first working candidate; nil if there is none.
        public let store: NativeStore?

        /// Why each candidate before it was rejected, in order.
        public let failures: [CredentialStoreError]
    }

    private static func candidates(in options: Options) -> [String] {
        #if os(macOS)
        ["osxkeychain"]
        #else
        CredentialHelperProgram.isProgram("pass", options) ? ["pass", "secretservice"] : ["secretservice"]
        #endif
    }

    /// Lists the helper's credentials, and throws if the helper does not work on this machine.
    @discardableResult
    func probe() async throws -> [ListedCredential] {
        let listed = try await strict.list()
        guard listed.isEmpty, name == "pass", !hasPasswordStore else { return listed }
        // Docker's pass helper returns an empty list without a password store, and reports that only when it stores a
        // credential.
        throw program.refusal(.unavailable, .noPasswordStore(), nil)
    }

    /// The same helper in strict mode, in which a missing keyring or password store is an error.
    ///
    /// Otherwise the helpers of this package list nothing then, so that public images can be pulled.
    var strict: NativeStore {
        var program = program
        program.environment = program.environment.replacing(["DOCKER_CREDENTIAL_STRICT": "1"])
        return NativeStore(program, aliases)
    }

    /// Whether the password store is initialized: whether the file that `pass init` writes exists.
    private var hasPasswordStore: Bool {
        let directory =
            program.environment.path(of: "PASSWORD_STORE_DIR")
            ?? (try? program.environment.homeDirectory)?.appending(".password-store")
        guard let directory else { return false }
        return (try? FileStatus(of: directory.appending(".gpg-id"))) != nil
    }
}
