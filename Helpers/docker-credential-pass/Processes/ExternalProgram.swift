import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// A password store behind another program with pass's interface, such as gopass.
///
/// That program decides where entries are, who can read them and what is committed.
struct ExternalProgram: CredentialHelper {
    private let program: FilePath
    private let name: String
    private let settings: PassSettings
    private let runner: ProgramRunner
    private let diagnostics: HelperDiagnostics

    init(
        _ name: String,
        settings: PassSettings,
        runner: ProgramRunner,
        diagnostics: HelperDiagnostics
    ) throws(HelperError) {
        let path = FilePath(name)
        guard let program = path.isAbsolute ? path : runner.find(name) else {
            throw HelperError(
                .unavailable,
                .notFoundInPath(
                    name,
                    advice: "Install it, or use the store of pass with gpg: unset \(PassSettings.programVariable)"
                )
            )
        }
        self.program = program
        self.name = name
        self.settings = settings
        // pass gives names to `git rm`, which would take the user `a*` for a pattern and remove the login of `abc`.
        self.runner = runner.setting(["GIT_LITERAL_PATHSPECS": "1"])
        self.diagnostics = diagnostics
    }

    func store(_ credentials: Credentials) throws(HelperError) {
        // Some of these programs reject such names and others do not.
        _ = try PasswordStoreTree.components(for: credentials.username)
        guard let directory = PasswordStoreTree.directoryName(for: credentials.server) else { throw .serverTooLong }
        try StoredSecret.check(credentials.secret)
        let entry = PasswordStoreTree.entryName(directory, credentials.username)
        let listing = try listing()
        // `get` would not find such an entry.
        guard listing.isFlat || PassListing.isShownByTree(credentials.username) else {
            throw HelperError(
                .unsupported,
                "\(name) cannot keep this user name: it contains \" -> \", as links do where \(name) lists its entries",
                advice: ["Use a program with `ls --flat`, or unset \(PassSettings.programVariable)"]
            )
        }
        let others = (listing.users[directory] ?? []).filter { !$0.utf8.elementsEqual(credentials.username.utf8) }
        let inserted = try credentials.secret.withUTF8 { bytes throws(HelperError) in
            try run(["insert", "-m", "-f", entry], input: bytes)
        }
        guard inserted.succeeded else { throw failure("insert", entry, inserted) }
        if settings.verifies {
            guard try show(entry) == credentials.secret else {
                throw HelperError(.failed, "\(name) returned another secret for \(entry) than it had stored")
            }
        }
        for user in others {
            let other = PasswordStoreTree.entryName(directory, user)
            let removed = try run(["rm", "-f", other])
            guard removed.succeeded else { throw failure("rm", other, removed) }
        }
    }

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        // No listing tells which of several users is the newest. `store` leaves one.
        guard let directory = PasswordStoreTree.directoryName(for: server),
            let user = try listing().users[directory]?.first
        else { throw .credentialsNotFound }
        let secret = try show(PasswordStoreTree.entryName(directory, user))
        return Credentials(server: server, username: user, secret: secret)
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        guard let directory = PasswordStoreTree.directoryName(for: server), try listing().users[directory] != nil else {
            return
        }
        let entry = "\(PasswordStoreTree.folder)/\(directory)"
        let removed = try run(["rm", "-r", "-f", entry])
        guard removed.succeeded else { throw failure("rm", entry, removed) }
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        var result: [ServerURL: String] = [:]
        for (directory, users) in try listing().users {
            if let server = PasswordStoreTree.server(named: directory), let user = users.first {
                result[server] = user
            } else {
                diagnostics.note("ignored in \(PasswordStoreTree.folder), as they are not credentials: \(directory)")
            }
        }
        return result
    }

    /// Returns the entries of all servers.
    ///
    /// gopass lists whole names with `--flat`. pass has no such option and fails, and then its tree is read. That also
    /// fails if the folder does not exist; then a listing of the whole store succeeds.
    private func listing() throws(HelperError) -> PassListing {
        let flat = try run(["ls", "--flat"])
        if flat.succeeded { return PassListing(flat: flat.output) }
        let tree = try run(["ls", PasswordStoreTree.folder])
        if tree.succeeded { return PassListing(tree: tree.output) }
        let whole = try run(["ls"])
        guard whole.succeeded else { throw failure("ls", nil, whole) }
        return PassListing(tree: [])
    }

    private func show(_ entry: String) throws(HelperError) -> Secret {
        let shown = try run(["show", entry])
        guard shown.succeeded else { throw failure("show", entry, shown) }
        return try StoredSecret.read(shown.output, entry)
    }

    private func run(_ arguments: [String], input: [UInt8] = []) throws(HelperError) -> ChildProcess.Outcome {
        try runner.run(program, arguments, input: input, waitingFor: "\(name) \(arguments[0])")
    }

    private static func ending(_ outcome: ChildProcess.Outcome) -> String {
        if case .exited(let status) = outcome.termination { " with status \(status)" } else { "" }
    }

    /// An error without the program's output, which may contain what it decrypted.
    private func failure(_ verb: String, _ entry: String?, _ outcome: ChildProcess.Outcome) -> HelperError {
        let command = [name, verb, entry].compactMap(\.self).joined(separator: " ")
        return HelperError(
            .failed,
            "\(command) failed\(Self.ending(outcome))",
            advice: ["See why: \(command)"]
        )
    }
}
