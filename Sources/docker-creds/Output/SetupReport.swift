internal import Codecs
internal import RegistrySetup

/// A plan of a setup, as text or JSON.
struct SetupReport {
    private let plan: SetupPlan

    init(_ plan: SetupPlan) { self.plan = plan }

    /// Writes the plan to standard output.
    ///
    /// - Parameters:
    ///   - format: The format.
    ///   - isApplied: Whether its changes have been made.
    func write(as format: OutputFormat, isApplied: Bool) {
        switch format {
        case .text: writePlan()
        case .json: Console.current.print(json(isApplied: isApplied))
        }
    }

    /// Writes the helper, what it needs, and the changes.
    func writePlan() {
        let console = Console.current
        console.print("docker-credential-\(plan.helper), because \(plan.reason)")
        for part in plan.parts { console.print("  \(part.name): \(part.state.rawValue) (\(part.detail))") }
        for question in plan.questions { console.print("  question: \(question.text)?") }
        for (index, step) in plan.steps.enumerated() { console.print("  step \(index + 1): \(step.summary)") }
        for note in plan.notes { console.print("  note: \(note)") }
        if plan.isDone { console.print("Nothing to do.") }
    }

    /// Writes what to do next.
    func writeResult(for client: SetupClient) {
        guard !plan.isDone else { return }
        let login = client == .podman ? "podman login REGISTRY" : Console.current.login
        Console.current.print("docker-credential-\(plan.helper) is set up. Log in: \(login)")
    }

    private func json(isApplied: Bool) -> JSONTree {
        .object([
            ("helper", .string(plan.helper)), ("reason", .string(plan.reason)),
            ("ready", .bool(plan.isDone || isApplied)), ("changed", .bool(isApplied && !plan.steps.isEmpty)),
            (
                "parts",
                .array(
                    plan.parts.map {
                        .object([
                            ("name", .string($0.name)), ("state", .string($0.state.rawValue)),
                            ("detail", .string($0.detail)), ("remedy", .optional($0.remedy)),
                        ])
                    }
                )
            ), ("questions", .array(plan.questions.map { .string($0.text) })),
            (
                "steps",
                .array(plan.steps.map { .object([("name", .string($0.name)), ("summary", .string($0.summary))]) })
            ), ("notes", .array(plan.notes.map { .string($0) })),
        ])
    }
}

extension Console {
    /// The command that follows a setup.
    fileprivate var login: String { invocation.command("login REGISTRY") }
}
