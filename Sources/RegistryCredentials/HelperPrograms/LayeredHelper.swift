package import HelperProtocol
package import SystemSupport

/// A credential helper over all locations of docker and podman: the implementation of `docker-credential-creds`.
///
/// Logins are stored by one other helper, the primary, under exactly the key of the request. A lookup asks the primary
/// for that key, and then searches all other locations by the rules of ``FallbackStore``. If a config file names
/// `creds`, the primary and the file itself are used, so this helper never runs itself.
package struct LayeredHelper: Sendable {
    /// The part of the program's name after `docker-credential-`.
    package static let name = "creds"

    /// The variable that names the primary.
    package static let primaryVariable = "DOCKER_CREDENTIAL_CREDS_STORE"

    /// The variable that is set for the helpers that this one runs, to detect a loop through another helper.
    private static let callerVariable = "DOCKER_CREDENTIAL_CREDS_RUNNING"

    /// Called with each note for the user.
    let report: @Sendable (String) -> Void
    let environment: ProcessEnvironment
    let options: DynamicStore.Options
    private let isStrict: Bool

    /// Creates a helper for an environment.
    ///
    /// - Parameters:
    ///   - environment: The environment of the program.
    ///   - report: Called with each note for the user.
    /// - Throws: ``HelperError`` if a helper that this one runs has started it, or a variable has an invalid value.
    package init(
        environment: ProcessEnvironment,
        report: @escaping @Sendable (String) -> Void
    ) throws(HelperError) {
        guard environment[Self.callerVariable] == nil else {
            throw HelperError(
                .failed,
                "docker-credential-creds was started by a credential helper that it runs itself: a loop",
                advice: ["Name another helper than creds in the settings of that helper"]
            )
        }
        guard environment[Self.primaryVariable] != Self.name else {
            throw HelperError(
                .failed,
                "\(Self.primaryVariable) names creds itself: a loop",
                advice: ["Set \(Self.primaryVariable) to another helper, such as file"]
            )
        }
        isStrict = try HelperSettings({ environment[$0] }).isStrict
        self.environment = environment
        self.report = report
        var options = DynamicStore.Options()
        options.helper.inherited = environment.replacing([Self.callerVariable: "1"])
        options.helper.mayUseTerminal = true
        options.replacedHelpers = [Self.name: nil]
        self.options = options
    }

    /// Stores credentials with the primary.
    package func store(_ credentials: Credentials) async throws(HelperError) {
        try await reporting { try await primary(for: credentials.server).store(credentials) }
    }

    /// Returns the credentials of the primary, or else those of the first other location that has some.
    package func get(_ key: ServerURL) async throws(HelperError) -> Credentials {
        var failure: HelperError?
        do {
            if let credential = try await reporting({ try await primary(for: key).get(key) }) {
                return try Credentials(credential, for: key)
            }
        } catch  where error.code == .unavailable && !isStrict {
            // As in a helper without its keyring: public images can still be pulled.
            report(error.message)
        } catch {
            failure = error
        }
        if let server = try? ServerAddress(exactly: key.text) {
            do {
                if let credential = try await reporting({ try await locations.get(server) }) {
                    return try Credentials(credential, for: key)
                }
            } catch  where error.code == .unavailable && !isStrict {
                report(error.message)
            } catch {
                failure = failure ?? error
            }
        }
        throw failure ?? .credentialsNotFound
    }

    /// Erases the credentials of the primary, and names another location that still has some.
    package func erase(_ key: ServerURL) async throws(HelperError) {
        try await reporting { try await primary(for: key).erase(key) }
        guard let server = try? ServerAddress(exactly: key.text) else { return }
        let steps = try await reporting { try await locations.steps(for: server, runsHelpers: false) }
        guard let step = steps.first(where: { $0.credential != nil }) else { return }
        let place = step.place.file ?? step.layer ?? "another location"
        report("\(place) still has credentials for \(server); to remove them: docker creds logout \(server)")
    }

    /// Returns the users of the primary, and those of all other locations for keys that the primary does not have.
    package func list() async throws(HelperError) -> [ServerURL: String] {
        var users: [ServerURL: String] = [:]
        do {
            for entry in try await reporting({ try await primary(for: nil).list() }) {
                add(entry, to: &users)
            }
        } catch  where error.code == .unavailable && !isStrict {
            report(error.message)
        }
        for (layer, result) in try await reporting({ try await locations.listEverywhere() }) {
            switch result {
            case .success(let entries):
                for entry in entries { add(entry, to: &users) }
            case .failure(let error): report("\(layer): \(error.message)")
            }
        }
        return users
    }

    private func add(_ entry: ListedCredential, to users: inout [ServerURL: String]) {
        if let problem = entry.problem { report(problem.messageWithPlace) }
        guard entry.isUsernameKnown, let key = try? ServerURL(entry.key), users[key] == nil else { return }
        users[key] = entry.username ?? Credentials.identityTokenUsername
    }

    /// All locations of docker and podman; podman's may name helpers, too.
    private var locations: FallbackStore {
        FallbackStore(.dockerThenPodman, environment: environment.variables, options: options)
    }

    /// Calls a store, and converts its error.
    private func reporting<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws(HelperError) -> Value {
        do {
            return try await HelperCallCache.sharing(body)
        } catch let error as HelperError {
            throw error
        } catch let error as CredentialStoreError {
            throw HelperError(error)
        } catch {
            throw HelperError(.failed, "the lookup was cancelled")
        }
    }
}
