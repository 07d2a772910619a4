internal import RegistryCredentials
internal import RegistrySetup
internal import SystemPackage
internal import SystemSupport

/// The offer to set up another helper when the configured one cannot save a login on this machine.
struct HelperOffer {
    let stores: StoreOptions

    /// Offers the helper that suits this machine, and sets it up if the user agrees.
    ///
    /// - Parameter problem: Why the login cannot be saved.
    /// - Throws: `problem` if there is no terminal to ask on, no helper can be set up, or the user declines; the errors
    ///   of the setup.
    func replaceHelper(after problem: Failure) async throws {
        let refusal = problem.adding([.command(purpose: "Set up a helper that works here", arguments: "setup")])
        guard Terminal.isTerminal(.standardInput) else { throw refusal }
        let setup = stores.credentialSetup
        let examination = try await setup.examine()
        var request = SetupRequest()
        request.hasTerminal = true
        request.createsKey = .no
        request.enablesHook = .no
        request.replacesHelper = .yes
        var plan = examination.plan(for: request)
        guard plan.obstacles.isEmpty, !plan.isDone else { throw refusal }
        Console.current.report(problem)
        let offer = "Use docker-credential-\(plan.helper) instead, because \(plan.reason)?"
        guard try Confirmation.ask(offer) else { throw Failure("nothing was saved", advice: refusal.advice) }
        while let question = plan.questions.first {
            request = request.answering(question, try Confirmation.ask("\(question.text)?"))
            plan = examination.plan(for: request)
        }
        let console = Console.current
        try await setup.apply(plan, mayUseTerminal: true) { console.report($0) }
    }
}
