/// The result of an examination.
public struct DiagnosticReport: Sendable, Equatable {
    /// The findings, in the order of the checks.
    public let findings: [DiagnosticFinding]

    /// What was examined, one line per element without secrets: the user, the config file and how it was chosen, the
    /// helpers.
    public let context: [String]

    /// The credentials that docker, podman and skopeo would use for each requested registry.
    public let lookups: [DiagnosticLookup]

    /// Whether the report has no problems; notes are allowed.
    public var isHealthy: Bool { !findings.contains { $0.severity == .problem } }

    package init(findings: [DiagnosticFinding], context: [String], lookups: [DiagnosticLookup] = []) {
        self.findings = findings
        self.context = context
        self.lookups = lookups
    }
}

/// The credential that one client would use for one registry.
public struct DiagnosticLookup: Sendable, Equatable {
    /// The registry, as requested.
    public let server: String

    /// The client: `docker`, `podman` or `skopeo`.
    public let client: String

    /// Where the credential would come from, or why there is none, on one line without secrets.
    public let answer: String

    package init(server: String, client: String, answer: String) {
        self.server = server
        self.client = client
        self.answer = answer
    }
}
