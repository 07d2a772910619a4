public import HelperProtocol

/// One step of a run of a helper program, for logs and measurements; there is no secret in it.
public struct HelperEvent: Sendable, Equatable {
    /// How far a run has come.
    ///
    /// A struct and not an enumeration, since more may come.
    public struct Stage: Sendable, Hashable, CustomStringConvertible {
        /// The name of the stage, as it is spelt here.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The program is about to be looked for and run.
        public static let started = Stage("started")
        /// It did what it was asked for.
        public static let finished = Stage("finished")
        /// It said that there is no such credential.
        public static let notFound = Stage("notFound")
        /// It could not be run, or failed: see ``HelperEvent/error``.
        public static let failed = Stage("failed")
        /// The caller's task was cancelled, and the program killed.
        public static let cancelled = Stage("cancelled")
    }

    /// How far the run has come.
    public let stage: Stage
    /// The file name of the program.
    public let helper: String
    /// The verb.
    public let action: HelperAction
    /// The key that was asked for; nil where the verb has none.
    public let key: String?
    /// The time since the run's start; nil in its first event.
    public let duration: Duration?
    /// What went wrong; nil unless the stage is ``Stage/failed``.
    public let error: CredentialStoreError?
}
