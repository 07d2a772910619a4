internal import RegistryCredentials
package import SystemSupport

/// Sets up a credential helper on this machine: recommends one, creates what it needs, proves that it works, and names
/// it in Docker's config file.
///
/// ```swift
/// let setup = CredentialSetup()
/// let plan = try await setup.examine().plan(for: SetupRequest())
/// if plan.obstacles.isEmpty, plan.questions.isEmpty { try await setup.apply(plan) { print($0) } }
/// ```
public struct CredentialSetup: Sendable {
    let environment: ProcessEnvironment

    /// The timeout of one call of the helper; nil for that of the environment.
    public var helperTimeout: Duration?

    /// Creates a setup for an environment.
    ///
    /// - Parameter environment: The user's environment variables; nil for those of this process.
    public init(environment: [String: String]? = nil) {
        self.init(inheriting: environment.map { ProcessEnvironment($0) } ?? .current)
    }

    /// Creates a setup for an environment whose values are bytes.
    package init(inheriting environment: ProcessEnvironment) {
        self.environment = environment
    }

    /// What was found on the machine, from which plans are made.
    public struct Examination: Sendable {
        let facts: SetupFacts

        /// Makes a plan; the same request always gets the same plan.
        public func plan(for request: SetupRequest) -> SetupPlan { SetupPlanner(facts, request).plan() }
    }

    /// Examines the machine: programs, keys, the keyring and the config file.
    ///
    /// Nothing is changed, no agent or keyring is started, and no prompt appears.
    ///
    /// - Throws: `CancellationError`.
    public func examine() async throws -> Examination {
        Examination(facts: try await SetupProbe(environment: environment).examine())
    }
}
