public import HelperProtocol

/// The start or the end of a run of a helper program, for logs and metrics; it contains no secret.
public struct HelperEvent: Sendable, Equatable {
    /// The stage of a run.
    ///
    /// A structure rather than an enumeration, because more cases may be added.
    public struct Stage: Sendable, Hashable, CustomStringConvertible {
        /// The name of the stage, such as `finished`.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The program is about to be located and run.
        public static let started = Stage("started")
        /// The program succeeded.
        public static let finished = Stage("finished")
        /// The program reported that there is no such credential.
        public static let notFound = Stage("notFound")
        /// The program could not be run, or it failed; see ``HelperEvent/error``.
        public static let failed = Stage("failed")
        /// The caller's task was cancelled and the program was killed.
        public static let cancelled = Stage("cancelled")
    }

    /// The stage of the run.
    public let stage: Stage
    /// The file name of the program.
    public let helper: String
    /// The verb that the program was called with.
    public let action: HelperAction
    /// The key of the request; nil if the verb has none.
    public let key: String?
    /// The time since the start of the run; nil in the first event.
    public let duration: Duration?
    /// What went wrong; nil unless the stage is ``Stage/failed``.
    public let error: CredentialStoreError?
}
