import HelperProtocol
import SystemPackage
import SystemSupport

/// Stores credentials with the first helper that works on this machine and in this session.
struct AutoHelper: CredentialHelper {
    let environment: ProcessEnvironment
    let diagnostics: HelperDiagnostics
    /// The path of this program, beside which the backends are found first.
    let program: FilePath?

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        let request = try request()
        guard try request.hasBackends() else { throw .credentialsNotFound }
        let record = request.record.read()
        let order = record.order(among: request.names)
        let policy = GetPolicy(
            current: order.filter { !record.isOutdated(server, in: $0) },
            outdated: order.filter { record.isOutdated(server, in: $0) },
            server: server,
            usedBackends: record.used
        )
        switch request.runner.follow(policy, server: server, request: Array(server.text.utf8)) {
        case .found(let credentials, let backend):
            let answering = AnsweringBackend(helper: Backend.program(backend))
            diagnostics.trace(answering.note)
            if environment[AnsweringBackend.variable] == "1" { diagnostics.note(answering.note) }
            return credentials
        case .notFound:
            // A login on the desktop cannot be reached over SSH, and a client only reports that there is none.
            for (backend, reason) in request.runner.absences.reasons where record.used.contains(backend) {
                diagnostics.note("logins stored by \(Backend.program(backend)) are out of reach: \(reason)")
            }
            throw .credentialsNotFound
        case .failed(let failure): throw HelperError(failure)
        }
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        let request = try request()
        guard try request.hasBackends() else { return [:] }
        let record = request.record.read()
        let outcome = request.runner.follow(ListPolicy(backends: record.order(among: request.names)))
        if outcome.users.isEmpty, let failure = outcome.failures.first { throw HelperError(failure) }
        for failure in outcome.failures {
            if failure.isAbsence || failure.code == .unsupported {
                diagnostics.trace("not listed: \(failure.message)")
            } else {
                diagnostics.note("the logins of one helper are not listed: \(failure.message)")
            }
        }
        return outcome.union(outdated: record.isOutdated)
    }

    /// The settings of a call.
    ///
    /// Each call reads them, so that `version` works even if the environment is invalid.
    func request() throws(HelperError) -> AutoRequest {
        guard environment[BackendOrder.callsVariable] != "1" else {
            throw HelperError(
                .failed,
                "docker-credential-auto was called by one of its own backends",
                advice: ["Remove the helper that calls it from \(BackendOrder.variable)"]
            )
        }
        let settings = try HelperSettings { environment[$0] }
        let order: BackendOrder
        do {
            order = try BackendOrder(try environment.text(of: BackendOrder.variable))
        } catch let error as SystemError {
            throw HelperError(.failed, "\(error)")
        } catch {
            throw error as? HelperError ?? HelperError(.failed, "cannot read \(BackendOrder.variable)")
        }
        let backends = Backend.find(order.names, calledBy: program, in: environment, diagnostics: diagnostics)
        return AutoRequest(
            order: order,
            isStrict: settings.isStrict,
            runner: BackendRunner(
                backends: backends,
                environment: environment,
                deadline: .after(settings.timeout),
                diagnostics: diagnostics
            ),
            record: LoginRecordFile(environment: environment, diagnostics: diagnostics)
        )
    }
}

/// The backends of one call, and the record of earlier calls.
struct AutoRequest {
    let order: BackendOrder
    let isStrict: Bool
    let runner: BackendRunner
    let record: LoginRecordFile

    /// The names of the backends that are installed.
    var names: [String] { runner.backends.map(\.name) }

    /// Whether a backend is installed.
    ///
    /// - Throws: ``HelperError`` if none is and `DOCKER_CREDENTIAL_STRICT` makes that an error.
    func hasBackends() throws(HelperError) -> Bool {
        if names.isEmpty, isStrict { throw noBackend }
        return !names.isEmpty
    }

    /// The error if no backend is installed.
    var noBackend: HelperError {
        HelperError(
            .unavailable,
            "none of these credential helpers is installed: "
                + order.names.map(Backend.program).joined(separator: ", "),
            advice: ["Install docker-credential-file, or name other helpers in \(BackendOrder.variable)"]
        )
    }
}

extension HelperError {
    /// The error for a failure of a backend.
    init(_ failure: BackendFailure) {
        self.init(failure.code, failure.message, advice: failure.advice)
    }
}

extension ListPolicy.Outcome {
    /// The users of all servers: the first backend's user takes precedence, unless its entry is out of date.
    func union(outdated isOutdated: (ServerURL, String) -> Bool) -> [ServerURL: String] {
        var union: [ServerURL: String] = [:]
        for isLast in [false, true] {
            for (backend, users) in users {
                for (server, username) in users where isOutdated(server, backend) == isLast && union[server] == nil {
                    union[server] = username
                }
            }
        }
        return union
    }
}
