internal import HelperProtocol

/// The credentials that a helper program keeps: `docker-credential-NAME`, as Docker's `credsStore` and `credHelpers` name
/// it.
///
/// Each request runs the program once for each key that it asks for, most often once. That a helper does not know a
/// server is nil; that it cannot be run, does not answer in time, is locked or talks nonsense is a
/// ``CredentialStoreError`` with the key and the helper in it, and without a byte of what the helper printed. A task that
/// is cancelled kills the program with all that it has started, and throws `CancellationError`.
public struct NativeStore: CredentialStore {
    /// The name of the helper: what follows `docker-credential-` in its file name.
    public var name: String { program.suffix }

    let program: CredentialHelperProgram
    let spellings: SpellingPolicy

    /// Names a helper, which is looked for with each request and not before.
    ///
    /// - Parameters:
    ///   - name: What follows `docker-credential-` in the program's file name, as in `credsStore`. It is found in the
    ///     absolute directories of `PATH` only, and one with a slash is refused by every request.
    ///   - options: How it is run.
    public init(_ name: String, options: Options = Options()) {
        program = CredentialHelperProgram(name, options)
        spellings = options.spellings
    }

    /// Asks the helper, by the key that Docker uses; if it has none, then by further spellings of the same server.
    ///
    /// - Parameter server: The registry. Its path does not count, as with Docker.
    /// - Returns: The credential under the first spelling that the helper knows; nil if it knows none of them. The user
    ///   `<token>` says that the secret is an identity token.
    /// - Throws: ``CredentialStoreError``; `CancellationError`.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        for key in try keys(of: server).asked {
            if let credential = try await get(key) { return credential }
        }
        return nil
    }

    func get(_ key: ServerURL) async throws -> Credential? {
        guard let output = try await program.run(.get, key: key.text, input: Array(key.text.utf8)) else { return nil }
        do {
            return try HelperMessage.credentials(fromOutput: output, for: key).flatMap(Credential.init(helper:))
        } catch {
            throw HelperEnding(program, .get, key.text).malformed(error)
        }
    }

    /// Hands a credential to the helper, under the key that Docker uses.
    ///
    /// - Parameters:
    ///   - credential: A user and a password that is not empty, or an identity token alone.
    ///   - server: The registry. Its path does not count, as with Docker.
    /// - Throws: ``CredentialStoreError``: with the code ``CredentialStoreError/Code/notRepresentable`` if the helper would
    ///   keep less than there is, which is found out before it is run; `CancellationError`.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        let key = try keys(of: server).canonical
        let credentials: Credentials
        do {
            credentials = try credential.forHelper(key)
        } catch {
            throw program.refusal(.notRepresentable, error.message, key.text, advice: error.advice)
        }
        let request = HelperMessage.storeRequest(credentials)
        guard try await program.run(.store, key: key.text, input: request) != nil else {
            throw program.refusal(.failed, "the credential helper answered \"not found\" to store", key.text)
        }
    }

    /// Lists what the helper has.
    ///
    /// - Returns: Keys and users, in the order of the helper. Some versions of `docker-credential-secretservice` list
    ///   labels in the place of keys.
    /// - Throws: ``CredentialStoreError``: with the code ``CredentialStoreError/Code/unsupported`` if the helper is known
    ///   not to have the verb; `CancellationError`.
    public func list() async throws -> [ListedCredential] {
        guard let output = try await program.run(.list) else { return [] }
        do {
            return try HelperMessage.users(fromOutput: output).map { server, username in
                let isToken = username.utf8.elementsEqual(Credentials.identityTokenUsername.utf8)
                return ListedCredential(key: server, username: isToken ? nil : username)
            }
        } catch {
            throw HelperEnding(program, .list, nil).malformed(error)
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
            throw HelperEnding(program, .version, nil).malformed(HelperError(.damaged, "the helper printed no version"))
        }
        return String(line.prefix(500)).printable
    }

    func keys(of server: ServerAddress) throws(CredentialStoreError) -> KeySpellings {
        do {
            return try KeySpellings(of: server, spellings)
        } catch {
            throw program.refusal(.failed, error.message, nil)
        }
    }
}
