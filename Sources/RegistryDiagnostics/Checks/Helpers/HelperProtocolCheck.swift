internal import SystemSupport

/// C11: whether each helper follows the protocol.
package struct HelperProtocolCheck: DiagnosticCheck {
    package static let identifier = "C11"
    package static let title = "the replies of the helpers"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        machine.helpers.compactMap { helper in
            guard helper.path != nil else { return nil }
            return getFinding(helper, machine) ?? listFinding(helper, machine)
        }
    }

    private func getFinding(_ helper: HelperFacts, _ machine: MachineFacts) -> DiagnosticFinding? {
        guard let what = Self.fault(helper), !Self.isKnown(helper.get, of: helper, machine) else { return nil }
        return finding(
            "\(helper.program.escapedForDisplay) \(what.fault)",
            file: helper.path,
            consequence: what.consequence,
            remedy: helper.advice.first.map { $0.escapedForDisplay } ?? what.remedy
        )
    }

    /// The finding for `list`, if `get` has none.
    ///
    /// Docker lists `credsStore` for builds without BuildKit, and then ignores every login if that fails
    /// (`ConfigFile.GetAllCredentials`). It lists no helper in `credHelpers`, and none for a logout.
    private func listFinding(_ helper: HelperFacts, _ machine: MachineFacts) -> DiagnosticFinding? {
        guard Self.fault(helper) == nil, helper.get != .locked, !Self.isKnown(helper.list, of: helper, machine)
        else { return nil }
        let update = "Update or replace it"
        let run = "Run it to see its message: \(helper.program.shellQuoted) list"
        let what: (fault: String, remedy: String)? =
            switch helper.list {
            // Some programs wait for a keyring that does not answer.
            case .timedOut where machine.explainsFailure(of: helper): nil
            case .timedOut: (Diagnosis.timedOutReason(after: .seconds(3)), run)
            case .noise: ("prints something else than the protocol's JSON on standard output", update)
            case .silence: ("exits with 0 and no answer", update)
            case .failed(let status): ("fails with exit status \(status)", run)
            case .notStarted(let why): ("cannot be started: \(why)", run)
            case .notAsked, .good, .foundNothingInOtherWords, .locked, .notImplemented: nil
            }
        let isStore = [machine.config.text?.credsStore?.name, machine.defaultHelper.chosenName].contains(helper.name)
        let builds = helper.list == .timedOut ? "wait for it without a limit" : "use no saved login"
        return what.map {
            finding(
                "\(helper.program.escapedForDisplay) list \($0.fault)",
                isStore ? .problem : .note,
                file: helper.path,
                consequence: (isStore ? "builds without BuildKit \(builds), and " : "")
                    + "its logins can be neither listed nor migrated",
                remedy: $0.remedy
            )
        }
    }

    /// Whether another check reports the cause of an answer.
    private static func isKnown(
        _ answer: HelperFacts.Answer,
        of helper: HelperFacts,
        _ machine: MachineFacts
    ) -> Bool {
        switch answer {
        case .failed: machine.explainsFailure(of: helper) || SurroundingsCheck.isWindowsProgram(helper.name)
        case .notStarted: SurroundingsCheck.isWindowsProgram(helper.name)
        default: false
        }
    }

    private typealias Fault = (fault: String, consequence: String, remedy: String)

    private static func fault(_ helper: HelperFacts) -> Fault? {
        let run = "Run it to see its message: \(helper.program.shellQuoted) list"
        switch helper.get {
        case .timedOut:
            return ("get \(Diagnosis.timedOutReason(after: .seconds(3)))", "docker waits for it without a limit", run)
        case .noise:
            return (
                "prints something else than its answer on standard output", "docker rejects the answer",
                "Update or replace it; its messages belong on standard error"
            )
        case .silence: return ("exits with 0 and no answer", "docker rejects the answer", "Update or replace it")
        case .notStarted(let why):
            return ("cannot be started: \(why)", "docker fails for its registries", "Install it for this architecture")
        case .locked: return nil
        case .failed(let status):
            return ("fails with exit status \(status)", "docker fails for its registries, even for public images", run)
        case .foundNothingInOtherWords:
            return (
                "reports \"not found\" with a message that clients do not know",
                "docker fails for public images instead of pulling them without a login", "Update or replace it"
            )
        case .notAsked, .good, .notImplemented: return nil
        }
    }
}

/// C12: whether each helper can store and return a credential; only with `--write-test`.
package struct HelperRoundTripCheck: DiagnosticCheck {
    package static let identifier = "C12"
    package static let title = "a test entry, stored and read back"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        machine.helpers.compactMap { helper in
            let what: String? =
                switch helper.roundTrip {
                case .notAsked, .good, .notImplemented: nil
                case .locked: Diagnosis.Phrase.locked
                case .timedOut: "timed out"
                case .failed(let status): "failed with exit status \(status)"
                case .notStarted(let why): why
                case .noise, .silence, .foundNothingInOtherWords: "did not give back what was stored"
                }
            return what.map {
                finding(
                    "\(helper.program.escapedForDisplay) cannot store a login: it \($0)",
                    file: helper.path,
                    consequence: "`docker login` fails, or succeeds and later pulls do not",
                    remedy: helper.advice.first.map { $0.escapedForDisplay }
                        ?? "Set up a helper that works here: docker creds setup file"
                )
            }
        }
    }
}

/// C13: a helper that cannot store credentials, configured for all registries.
package struct SupplyOnlyHelperCheck: DiagnosticCheck {
    package static let identifier = "C13"
    package static let title = "a helper without store as credsStore"

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let store = machine.config.text?.credsStore,
            let helper = machine.helpers.first(where: { $0.name == store.name }),
            helper.onlySupplies || helper.roundTrip == .notImplemented
        else { return [] }
        return [
            finding(
                "credsStore names \(store.name.escapedForDisplay), which cannot store a login",
                file: machine.config.path,
                line: store.line,
                consequence: "`docker login` to any other registry fails with \"not implemented\"",
                remedy: "Name it in \"credHelpers\" for its registries, and another helper in \"credsStore\"",
                fix: fix(helper, machine)
            )
        ]
    }

    /// Returns the move to `credHelpers`; nil if none of the helper's registries is known, or no other helper is
    /// installed, with which docker would store passwords in plain text.
    private func fix(_ helper: HelperFacts, _ machine: MachineFacts) -> DiagnosticFix? {
        let keys = machine.keys(suppliedBy: helper)
        guard let replacement = machine.replacementHelper, !keys.isEmpty else { return nil }
        return machine.config.replacingContent { $0.movingStoreToHelpers(of: keys, replacement: replacement) }
    }
}
