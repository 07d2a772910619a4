/// What an examination of a machine found.
public struct DiagnosticReport: Sendable, Equatable {
    /// The findings, in the order of the checks.
    public let findings: [DiagnosticFinding]

    /// What was examined: the user, the config file and how it was chosen, the helpers; a line each, without a secret.
    public let context: [String]

    /// What docker, podman and skopeo would use, for each registry that was asked about.
    public let lookups: [DiagnosticLookup]

    /// Whether no finding is a problem.
    public var isHealthy: Bool { !findings.contains { $0.severity == .problem } }

    package init(findings: [DiagnosticFinding], context: [String], lookups: [DiagnosticLookup] = []) {
        self.findings = findings
        self.context = context
        self.lookups = lookups
    }
}

/// What one client would use for one registry.
public struct DiagnosticLookup: Sendable, Equatable {
    /// The registry, as it was given.
    public let server: String

    /// The client: `docker`, `podman` or `skopeo`.
    public let client: String

    /// Where its credential would come from, or why there is none: one line without a secret.
    public let answer: String

    package init(server: String, client: String, answer: String) {
        self.server = server
        self.client = client
        self.answer = answer
    }
}
