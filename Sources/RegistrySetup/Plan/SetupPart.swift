internal import SystemSupport

/// Something that a helper needs: a program, a key, a bus.
public struct SetupPart: Sendable, Equatable {
    /// Whether the part is there.
    public enum State: String, Sendable {
        /// The part exists and works.
        case ready
        /// A step of the plan creates it.
        case planned
        /// It is missing or unusable, and the plan does not create it.
        case missing
    }

    /// The name, which stays the same: `config file`, `helper`, `gpg`, `key`, `trust`, `store`, `secret key`, `bus`,
    /// `keyring`, `docker plugin`.
    public let name: String

    /// Whether the part is there.
    public let state: State

    /// Its place, or what is wrong with it, on one line.
    public let detail: String

    /// What to do about a missing part, as an imperative sentence; nil if there is nothing to do.
    public let remedy: String?

    init(_ name: String, _ state: State, _ detail: String, remedy: String? = nil) {
        self.name = name
        self.state = state
        self.detail = detail
        self.remedy = remedy
    }

    /// Creates a missing part.
    init(_ name: String, missing diagnosis: Diagnosis, remedy: String? = nil) {
        self.init(name, .missing, diagnosis.message, remedy: remedy ?? diagnosis.advice.first)
    }
}
