internal import HelperProtocol

/// A store backed by a credential helper program, `docker-credential-NAME`, as named in Docker's `credsStore` and
/// `credHelpers`.
///
/// Each request runs the program as rarely as possible; see <doc:HelperProcesses>. If the helper has no credential, the
/// result is nil. If the helper cannot be run, times out, is locked or sends an invalid reply, the error is a
/// ``CredentialStoreError`` with the key and the helper. It quotes no output of the helper, except advice from this
/// package's helpers. Cancelling the task kills the program and its child processes, and throws `CancellationError`.
public struct NativeStore: ListingStore {
    /// The name of the helper: the part of its file name after `docker-credential-`.
    public var name: String { program.suffix }

    let program: CredentialHelperProgram
    let aliases: AliasPolicy

    /// Creates a store for a helper, which is located for each request.
    ///
    /// - Parameters:
    ///   - name: The part of the program's file name after `docker-credential-`, as in `credsStore`. It is searched for
    ///     only in absolute directories of `PATH`. If the name has characters other than letters, digits, dots,
    ///     underscores and hyphens, every request throws.
    ///   - options: How the helper is run.
    public init(_ name: String, options: Options = Options()) {
        self.init(CredentialHelperProgram(name, options), options.aliases)
    }

    init(_ program: CredentialHelperProgram, _ aliases: AliasPolicy) {
        self.program = program
        self.aliases = aliases
    }

    /// Looks up the credential of a registry under Docker's key, and then under an alias from the helper's list.
    ///
    /// - Parameter server: The registry. With a path, the keys of that path, of its parents and of the host are tried.
    /// - Returns: The credential of the first key that the helper has; nil if there is none. The user name `<token>`
    ///   means that the secret is an identity token.
    /// - Throws: ``CredentialStoreError``; `CancellationError`.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try await HelperCallCache.sharing { try await lookUp(server)?.credential }
    }

    /// Looks up a registry: one run if the first key is found, or else a list and at most one more run.
    func lookUp(_ server: ServerAddress) async throws -> (key: ServerURL, credential: Credential)? {
        let keys = try keys(of: server)
        if let credential = try await get(keys.unlisted[0]) { return (keys.unlisted[0], credential) }
        guard aliases == .allAliases else { return nil }
        let next: ServerURL?
        do {
            next = keys.alias(in: try await list().map(\.key))
        } catch is CredentialStoreError {
            // Many helpers cannot list, and not every list can be parsed.
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
            throw HelperExit(program, .get, key.text).damaged(error)
        }
    }

    /// Lists the helper's credentials; the helper has no access to the terminal, so it cannot prompt.
    ///
    /// - Returns: Keys and users, in the helper's order. Some versions of `docker-credential-secretservice` list labels
    ///   instead of keys.
    /// - Throws: ``CredentialStoreError``; its code is ``CredentialStoreError/Code/unsupported`` if the helper is known
    ///   not to support `list`. `CancellationError`.
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
            throw HelperExit(program, .list, nil).damaged(error)
        }
    }

    /// Returns the version of the helper.
    ///
    /// - Returns: The first line of its output, such as `docker-credential-pass (PACKAGE) v1.0.0`; old helpers print
    ///   only a number.
    /// - Throws: ``CredentialStoreError``; `CancellationError`.
    public func version() async throws -> String {
        let output = try await program.run(.version) ?? []
        let line = String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).first
        guard let line else {
            throw HelperExit(program, .version, nil).damaged(HelperError(.damaged, "the helper printed no version"))
        }
        return String(line.prefix(500)).printable
    }

    /// Whether the helper can have a credential for exactly this address; false for a namespace and podman's helpers.
    func supports(_ server: ServerAddress) -> Bool { (try? keys(of: server))?.isUnsupported != true }

    func keys(of server: ServerAddress) throws(CredentialStoreError) -> HelperKeys {
        do {
            return try HelperKeys(of: server, aliases)
        } catch {
            throw program.refusal(.failed, error.message, nil)
        }
    }
}
