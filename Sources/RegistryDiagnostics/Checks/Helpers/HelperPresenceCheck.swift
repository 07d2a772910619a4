internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

/// C08: whether every helper that the config file names is installed and executable.
package struct HelperPresenceCheck: DiagnosticCheck {
    package static let identifier = "C08"
    package static let title = "the helpers that the config file names"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let text = machine.config.text else { return [] }
        return text.helpers.compactMap { named in
            guard let helper = machine.helpers.first(where: { $0.name == named.name }) else { return nil }
            guard helper.path == nil else { return missingBackends(named, helper, machine) }
            return helper.notExecutable.map { notExecutable(named, $0, machine) } ?? missing(named, helper, machine)
        }
    }

    private func notExecutable(_ named: ConfigText.Helper, _ path: String, _ machine: MachineFacts) -> DiagnosticFinding
    {
        finding(
            .notExecutable(FilePath(path)),
            file: machine.config.path,
            line: named.line,
            consequence: consequence(named)
        )
    }

    private func missing(
        _ named: ConfigText.Helper,
        _ helper: HelperFacts,
        _ machine: MachineFacts
    ) -> DiagnosticFinding {
        let program = helper.program.escapedForDisplay
        return finding(
            Diagnosis.notFoundInPath(program, role: "credential helper").message,
            file: machine.config.path,
            line: named.line,
            consequence: consequence(named),
            remedy: Self.remedies[named.name] ?? "Install \(program), or remove that line",
            // C24 replaces a Windows program that does not work here.
            fix: Self.isReplaced(named, machine) ? nil : machine.config.replacingContent { $0.removing(named) }
        )
    }

    /// The helpers that docker-credential-auto calls and that are not installed.
    private func missingBackends(
        _ named: ConfigText.Helper,
        _ helper: HelperFacts,
        _ machine: MachineFacts
    ) -> DiagnosticFinding? {
        let missing = helper.backends.filter { !$0.isInstalled }.map(\.program.escapedForDisplay)
        guard let first = missing.first else { return nil }
        let isUseless = missing.count == helper.backends.count
        return finding(
            "\(helper.program) does not find \(missing.joined(separator: ", "))",
            isUseless ? .problem : .note,
            file: machine.config.path,
            line: named.line,
            consequence: isUseless ? "`docker login` fails" : "logins are kept by the other helpers",
            remedy: "Install \(isUseless ? "docker-credential-file" : first), or name the helpers to use in "
                + BackendOrder.variable
        )
    }

    private func consequence(_ named: ConfigText.Helper) -> String {
        named.key.map { "docker fails for \($0.escapedForDisplay), even if no login is needed" }
            ?? "docker fails for every registry, even if no login is needed"
    }

    private static let remedies: [String: String] = [
        "desktop": "Start Docker Desktop, or remove that line if it is no longer installed",
        "desktop.exe": "Start Docker Desktop on Windows, or remove that line if it is no longer installed",
        "auto":
            "Run: sudo apt-get install swift-docker-credential-auto, or name another helper in the config file, such as \"file\"",
        "file": "Install docker-credential-file, or name another helper in the config file, such as \"file\"",
        "pass":
            "Run: sudo apt-get install swift-docker-credential-pass, or name another helper in the config file, such as \"file\"",
        "secretservice":
            "Run: sudo apt-get install swift-docker-credential-secretservice, or name another helper in the config file, such as \"file\"",
        "ecr-login": "Run: sudo apt-get install amazon-ecr-credential-helper",
        "gcloud": "Install the Google Cloud CLI, or put its bin directory into PATH",
    ]

    private static func isReplaced(_ named: ConfigText.Helper, _ machine: MachineFacts) -> Bool {
        SurroundingsCheck.isWindowsProgram(named.name) && machine.replacementHelper != nil
    }
}
