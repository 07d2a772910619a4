/// Which credential is used for a registry, and why: the result of `explain`.
///
/// Its description contains no secret. Keys are shown without user information.
public struct Explanation: Sendable, Equatable {
    /// The registry that was looked up.
    public let server: ServerAddress

    /// The places that were considered, in order of precedence.
    public let steps: [LookupStep]

    /// Creates an explanation.
    ///
    /// - Parameters:
    ///   - server: The registry that was looked up.
    ///   - steps: The steps of the lookup, in order of precedence.
    public init(of server: ServerAddress, steps: [LookupStep]) {
        self.server = server
        self.steps = steps
    }

    /// The step with the credential that is used; nil if there is none.
    public var usedStep: LookupStep? { steps.first { $0.credential != nil } }

    /// The error that `get` throws; nil if it does not throw.
    ///
    /// A place that cannot be read may still have a credential.
    public var failure: CredentialStoreError? { usedStep == nil ? steps.lazy.compactMap(\.error).first : nil }
}

extension Explanation: CustomStringConvertible {
    /// The result in the first line, then a line for each place that exists.
    public var description: String { text(showingAbsent: false) }

    /// Returns a readable explanation.
    ///
    /// - Parameter showingAbsent: Whether to include files that do not exist and variables that are not set.
    /// - Returns: The result in the first line, then a line for each place.
    public func text(showingAbsent: Bool) -> String {
        let name = server.authority + (server.path.isEmpty ? "" : "/\(server.path)")
        let result =
            usedStep.flatMap(\.credential).map { "\($0)" }
            ?? failure.map { "failed: \($0.message)" } ?? "no credential"
        let used = steps.firstIndex { $0.credential != nil }
        let lines = steps.enumerated().filter { showingAbsent || $0.element.content != .absent }.map { index, step in
            "  \(index == used ? "*" : "-") \(step)"
        }
        return (["\(name): \(result)".printable] + lines).joined(separator: "\n")
    }
}

extension LookupStep: CustomStringConvertible {
    /// One line: the place, the rule, what was found, and why it is not used.
    public var description: String {
        var parts: [String] = []
        if let layer { parts.append(layer) }
        // The layer of a variable has the same name as the variable.
        if let file = place.file, file != layer { parts.append(file) }
        if let helper = place.helper { parts.append(place.backend.map { "\(helper) (\($0))" } ?? helper) }
        if let key = place.key { parts.append("key \(key)") }
        let head = (parts + [rule]).filter { !$0.isEmpty }.joined(separator: ", ")
        let note = note.map { "; note: \($0)" } ?? ""
        return "\(head): \(content)\(status)\(note)".printable
    }
}

extension LookupStep.Status: CustomStringConvertible {
    /// The suffix of a step's description; empty if the step is used.
    public var description: String {
        switch self {
        case .selected: ""
        case .shadowed(let other): "; not used: \(other) takes precedence"
        case .ignored(let reason): "; not used: \(reason)"
        }
    }
}

extension LookupStep.Content: CustomStringConvertible {
    /// The content that was found, without a secret.
    public var description: String {
        switch self {
        case .credential(let credential): "\(credential)"
        case .empty: "an entry without a credential"
        case .nothing: "nothing"
        case .absent: "does not exist"
        case .failed(let error): "failed: \(error.message)"
        case .notAsked(let reason): "not asked: \(reason)"
        }
    }
}
