internal import RegistryCredentials

/// A helper program: its location, and how it responded to harmless calls.
package struct HelperFacts: Sendable {
    /// How a call ended.
    package enum Answer: Sendable, Equatable {
        /// The helper was not called.
        case notAsked
        /// The reply follows the protocol.
        case good
        /// `get` for a missing credential did not return the canonical "not found" message.
        case foundNothingInOtherWords
        /// It exited with status 0, but standard output is not the protocol's JSON.
        case noise
        /// It exited with status 0 and no standard output.
        case silence
        /// It did not end in time.
        case timedOut
        /// It exited with this status; its output may hold a secret and is discarded.
        case failed(status: Int32)
        /// It reports that it is locked or needs a prompt.
        case locked
        /// It could not be started, with the reason.
        case notStarted(String)
        /// The verb is not implemented.
        case notImplemented
    }

    /// A helper that docker-credential-auto calls.
    package struct Backend: Sendable, Equatable {
        /// Its file name.
        package var program: String
        /// Whether it is installed where docker-credential-auto finds it.
        package var isInstalled: Bool

        package init(program: String, isInstalled: Bool) {
            self.program = program
            self.isInstalled = isInstalled
        }
    }

    /// The name after `docker-credential-`.
    package var name: String
    /// The path of the program; nil if it is not in PATH.
    package var path: String?
    /// A file of that name in PATH that cannot be executed; nil if there is none.
    package var notExecutable: String?
    /// The output of `version`, such as `docker-credential-file (…) 0.2.0`; nil if it has another format.
    package var version: String?
    /// The result of `get` for a server under `.invalid`, which cannot exist.
    package var get: Answer
    /// The result of `list`, which must neither prompt nor load a secret.
    package var list: Answer
    /// The servers that `list` returned; nil if it failed.
    package var listed: [String]?
    /// The result of storing, reading and erasing a test entry; `.notAsked` without `--write-test`.
    package var roundTrip: Answer
    /// The helpers that docker-credential-auto calls, in order; empty for every other helper.
    package var backends: [Backend]
    /// The advice of a helper of this package, which holds no secret.
    package var advice: [String]

    package init(
        name: String,
        path: String? = nil,
        notExecutable: String? = nil,
        version: String? = nil,
        get: Answer = .notAsked,
        list: Answer = .notAsked,
        listed: [String]? = nil,
        roundTrip: Answer = .notAsked,
        backends: [Backend] = [],
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
        self.backends = backends
        self.advice = advice
    }

    /// The program's file name.
    package var program: String { "docker-credential-\(name)" }

    /// Whether it is the forwarding helper of a dev container or workspace, which exists for one session only.
    package var isForwarding: Bool { HelperTraits.isForwarding(name) }

    /// Whether it is known to supply credentials but not store them.
    package var onlySupplies: Bool { HelperTraits.onlySupplies(name) }
}
