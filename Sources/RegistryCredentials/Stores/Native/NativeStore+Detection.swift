internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

extension NativeStore {
    /// The helper that Docker takes where nothing is configured, without looking whether it works.
    ///
    /// On macOS that is `osxkeychain`; elsewhere `pass` if a program of that name is on `PATH`, else `secretservice`.
    ///
    /// - Parameter options: How the helper is run, and the environment in which it is looked for.
    /// - Returns: The store; nil if that helper is not installed.
    public static func platformDefault(options: Options = Options()) -> NativeStore? {
        guard let name = candidates(in: options).first else { return nil }
        let store = NativeStore(name, options: options)
        return store.program.isInstalled ? store : nil
    }

    /// The first helper that works here.
    ///
    /// Each candidate is asked for its list, in order, and the first one that answers is taken. Nothing is stored or erased
    /// for the trial, no secret is asked for, and no helper gets the terminal.
    ///
    /// - Parameters:
    ///   - candidates: The names of helpers; nil for those of the platform: `osxkeychain` on macOS, elsewhere `pass` if a
    ///     program of that name is on `PATH`, then `secretservice`; and last of all `file`.
    ///   - options: How the helpers are run, and the environment in which they are looked for.
    /// - Returns: The store, and why each candidate before it was passed over.
    /// - Throws: `CancellationError`.
    public static func detect(
        among candidates: [String]? = nil,
        options: Options = Options()
    ) async throws(CancellationError) -> Detection {
        var refusals: [CredentialStoreError] = []
        for name in candidates ?? Self.candidates(in: options) + ["file"] {
            let store = NativeStore(name, options: options)
            do {
                try await store.probe()
                return Detection(store: store, refusals: refusals)
            } catch let error as CredentialStoreError {
                refusals.append(error)
            } catch {
                throw CancellationError()
            }
        }
        return Detection(store: nil, refusals: refusals)
    }

    /// The result of a search for a helper that works.
    public struct Detection: Sendable {
        /// The first candidate that works; nil if none does.
        public let store: NativeStore?

        /// Why each candidate before it was passed over, in their order.
        public let refusals: [CredentialStoreError]
    }

    private static func candidates(in options: Options) -> [String] {
        #if os(macOS)
        ["osxkeychain"]
        #else
        CredentialHelperProgram.isProgram("pass", options) ? ["pass", "secretservice"] : ["secretservice"]
        #endif
    }

    /// Throws if the helper cannot work here.
    private func probe() async throws {
        var program = program
        // Helpers of this package answer "{}" without a keyring or a password store, so that public images can be pulled.
        program.environment = program.environment.replacing(["DOCKER_CREDENTIAL_STRICT": "1"])
        let listed = try await NativeStore(program, aliases).list()
        guard listed.isEmpty, name == "pass", !hasPasswordStore else { return }
        // The helper in Go lists nothing where there is no password store, and says so only when it is to change one.
        throw program.refusal(
            .unavailable,
            "there is no password store",
            nil,
            advice: ["Create one: pass init KEY"]
        )
    }

    /// Whether there is a password store, by the file that `pass init` writes first.
    private var hasPasswordStore: Bool {
        let directory =
            program.environment.path(of: "PASSWORD_STORE_DIR")
            ?? (try? program.environment.homeDirectory)?.appending(".password-store")
        guard let directory else { return false }
        return (try? FileStatus(of: directory.appending(".gpg-id"))) != nil
    }
}
