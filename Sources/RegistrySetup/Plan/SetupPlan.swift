/// What is needed to set up a helper on this machine.
///
/// A plan is a function of facts and a request: planning changes nothing.
public struct SetupPlan: Sendable, Equatable {
    /// The name of the helper, as in `credsStore`.
    public let helper: String

    /// Why this helper, as words that follow "because".
    public let reason: String

    /// What the helper needs, in the order in which the parts depend on each other.
    public let parts: [SetupPart]

    /// The changes, in order.
    ///
    /// They can be made if ``obstacles`` is empty.
    public let steps: [SetupStep]

    /// The open questions; ``SetupRequest/answering(_:_:)`` takes the answers for the next plan.
    public let questions: [SetupQuestion]

    /// What the user should know, one sentence per element.
    public let notes: [String]

    /// The parts that the user has to provide first.
    public var obstacles: [SetupPart] { parts.filter { $0.state == .missing } }

    /// Whether the helper is set up already.
    public var isDone: Bool { steps.isEmpty && obstacles.isEmpty && questions.isEmpty }
}
