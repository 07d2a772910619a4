/// A helper program: where it is, and how it answered harmless questions.
package struct HelperFacts: Sendable {
    /// How a call ended.
    package enum Answer: Sendable, Equatable {
        /// It was not asked.
        case notAsked
        /// It answered as the protocol has it.
        case good
        /// `get` of a server that nobody has gave an answer that is not the canonical "not found".
        case foundNothingInOtherWords
        /// It exited 0 with something on standard output that is not the protocol's JSON.
        case noise
        /// It exited 0 with nothing on standard output.
        case silence
        /// It did not end in time.
        case timedOut
        /// It exited with this status; its own words may hold a secret and are not kept.
        case failed(status: Int32)
        /// It says that it is locked, or needs a prompt.
        case locked
        /// It could not be started: why.
        case notStarted(String)
        /// The verb is not implemented.
        case notImplemented
    }

    /// What follows `docker-credential-`.
    package var name: String
    /// The program; nil if it is not in PATH.
    package var path: String?
    /// A file of that name in PATH that cannot be executed; nil if there is none.
    package var notExecutable: String?
    /// What `version` printed in the protocol's form, such as `docker-credential-file (…) 0.2.0`; nil if nothing.
    package var version: String?
    /// `get` of a server under `.invalid`, which nobody can have.
    package var get: Answer
    /// `list`, which must neither prompt nor load a secret.
    package var list: Answer
    /// How many logins `list` named; nil if it did not answer.
    package var listed: Int?
    /// A store, get and erase of a test entry; `.notAsked` without `--write-test`.
    package var roundTrip: Answer
    /// Lines of advice of a helper of this package, which hold no secret.
    package var advice: [String]

    package init(
        name: String,
        path: String? = nil,
        notExecutable: String? = nil,
        version: String? = nil,
        get: Answer = .notAsked,
        list: Answer = .notAsked,
        listed: Int? = nil,
        roundTrip: Answer = .notAsked,
        advice: [String] = []
    ) {
        self.name = name
        self.path = path
        self.notExecutable = notExecutable
        self.version = version
        self.get = get
        self.list = list
        self.listed = listed
        self.roundTrip = roundTrip
        self.advice = advice
    }

    /// The program's file name.
    package var program: String { "docker-credential-\(name)" }

    /// Whether it belongs to one session only: a dev container's or a workspace's forwarding helper.
    package var isForwarding: Bool { name.hasPrefix("dev-containers-") || name == "devpod" }

    /// Whether it is known to supply credentials and to store none.
    package var onlySupplies: Bool { ["ecr-login", "gcloud", "gcr", "acr-env", "acr-login"].contains(name) }
}
