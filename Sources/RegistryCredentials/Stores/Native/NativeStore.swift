internal import HelperProtocol

/// The credentials that a helper program keeps: `docker-credential-NAME`, as Docker's `credsStore` and `credHelpers` name
/// it.
///
/// Each request runs the program as seldom as it can; <doc:HelperProcesses> has the numbers. That a helper does not know a
/// registry is nil. That it cannot be run, does not answer in time, is locked or answers nonsense is a
/// ``CredentialStoreError`` with the key and the helper in it, and without a byte of what the helper printed but for advice
/// of this package's helpers. A task that is cancelled kills the program with all that it has started, and throws
/// `CancellationError`.
public struct NativeStore: ListingStore {
    /// The name of the helper: the part of its file name after `docker-credential-`.
    public var name: String { program.suffix }

    let program: CredentialHelperProgram
    let aliases: AliasPolicy

    /// Names a helper, which is looked for with each request and not before.
    ///
    /// - Parameters:
    ///   - name: The part of the program's file name after `docker-credential-`, as in `credsStore`. It is found in the
    ///     absolute directories of `PATH` only. A name with other characters than letters, digits, dots, underscores and
    ///     hyphens is refused by every request.
    ///   - options: How it is run.
    public init(_ name: String, options: Options = Options()) {
        self.init(CredentialHelperProgram(name, options), options.aliases)
    }

    init(_ program: CredentialHelperProgram, _ aliases: AliasPolicy) {
        self.program = program
        self.aliases = aliases
    }

    /// Asks the helper for Docker's key, and if it has none, for the alias that its list shows.
    ///
    /// - Parameter server: The registry. Its path is ignored, as Docker does.
    /// - Returns: The credential under the first key that the helper knows; nil if it knows none. The user `<token>` means
    ///   that the secret is an identity token.
    /// - Throws: ``CredentialStoreError``; `CancellationError`.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try await HelperCallCache.sharing { try await lookUp(server)?.credential }
    }

    /// Looks a registry up: one run if the first key is there, else its list and at most one more.
    func lookUp(_ server: ServerAddress) async throws -> (key: ServerURL, credential: Credential)? {
        let keys = try keys(of: server)
        if let credential = try await get(keys.unlisted[0]) { return (keys.unlisted[0], credential) }
        guard aliases == .tolerant else { return nil }
        let next: ServerURL?
        do {
            next = keys.alias(in: try await list().map(\.key))
        } catch is CredentialStoreError {
            // Many helpers have no list, and not every list can be read.
            next = keys.unlisted.dropFirst().first
        }
        guard let next, let credential = try await get(next) else { return nil }
        return (next, credential)
    }

    func get(_ key: ServerURL) async throws -> Credential? {
        guard let output = try await program.run(.get, key: key.text, input: Array(key.text.utf8)) else { return nil }
        do {
            return try HelperMessage.credentials(fromOutput: output, for: key).flatMap(Credential.init(helper:))
        } catch {
            throw HelperExit(program, .get, key.text).malformed(error)
        }
    }

    /// Lists what the helper has; the helper gets no terminal, so that it cannot prompt.
    ///
    /// - Returns: Keys and users, in the order of the helper. Some versions of `docker-credential-secretservice` list
    ///   labels instead of keys.
    /// - Throws: ``CredentialStoreError``: with the code ``CredentialStoreError/Code/unsupported`` if the helper is known
    ///   not to have the verb; `CancellationError`.
    public func list() async throws -> [ListedCredential] {
        guard let output = try await program.withoutTerminal.run(.list) else { return [] }
        do {
            return try HelperMessage.users(fromOutput: output).map { server, username in
                let isToken = username.utf8.elementsEqual(Credentials.identityTokenUsername.utf8)
                return ListedCredential(
                    key: server,
                    username: isToken ? nil : username,
                    at: .init(helper: program.name)
                )
            }
        } catch {
            throw HelperExit(program, .list, nil).malformed(error)
        }
    }

    /// Asks the helper for its version.
    ///
    /// - Returns: The first line that it prints, such as `docker-credential-pass (PACKAGE) v1.0.0`; old helpers print a
    ///   bare number.
    /// - Throws: ``CredentialStoreError``; `CancellationError`.
    public func version() async throws -> String {
        let output = try await program.run(.version) ?? []
        let line = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).first
        guard let line else {
            throw HelperExit(program, .version, nil).malformed(HelperError(.damaged, "the helper printed no version"))
        }
        return String(line.prefix(500)).printable
    }

    func keys(of server: ServerAddress) throws(CredentialStoreError) -> HelperKeys {
        do {
            return try HelperKeys(of: server, aliases)
        } catch {
            throw program.refusal(.failed, error.message, nil)
        }
    }
}
