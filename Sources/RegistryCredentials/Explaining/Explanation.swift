/// Which credential is used for a registry, and why: the result of `explain`.
///
/// There is no secret in it or in its text. Keys are shown without their user information.
public struct Explanation: Sendable, Equatable {
    /// The registry that was asked for.
    public let server: ServerAddress

    /// Every place that was considered, in the order of precedence.
    public let steps: [LookupStep]

    /// Puts an explanation together.
    ///
    /// - Parameters:
    ///   - server: The registry that was asked for.
    ///   - steps: What was found, in the order of precedence.
    public init(of server: ServerAddress, steps: [LookupStep]) {
        self.server = server
        self.steps = steps
    }

    /// The step whose credential is used; nil if there is none.
    public var answer: LookupStep? { steps.first { $0.credential != nil } }

    /// Why the lookup failed: the error that `get` throws; nil if it returns a credential or nil.
    ///
    /// That a place could not be looked at does not mean that there is no credential.
    public var failure: CredentialStoreError? { answer == nil ? steps.lazy.compactMap(\.error).first : nil }
}

extension Explanation: CustomStringConvertible {
    /// A text for people: the answer in the first line, then a line for each place that exists.
    public var description: String { text(showingAbsent: false) }

    /// A text for people.
    ///
    /// - Parameter showingAbsent: Whether files that do not exist and variables that are not set are shown as well.
    /// - Returns: The answer in the first line, then a line for each place.
    public func text(showingAbsent: Bool) -> String {
        let name = server.authority + (server.path.isEmpty ? "" : "/\(server.path)")
        let result =
            answer.flatMap(\.credential).map { "\($0)" }
            ?? failure.map { "failed: \($0.message)" } ?? "no credential"
        let answer = steps.firstIndex { $0.credential != nil }
        let lines = steps.enumerated().filter { showingAbsent || $0.element.content != .absent }.map { index, step in
            "  \(index == answer ? "*" : "-") \(step)"
        }
        return (["\(name): \(result)".printable] + lines).joined(separator: "\n")
    }
}

extension LookupStep: CustomStringConvertible {
    /// One line: the place, the rule, what was found, and why it is not used.
    public var description: String {
        var parts: [String] = []
        if let layer { parts.append(layer) }
        // A variable is a layer of its own name.
        if let file = place.file, file != layer { parts.append(file) }
        if let helper = place.helper { parts.append(helper) }
        if let key = place.key { parts.append("key \(key)") }
        let head = (parts + [rule]).filter { !$0.isEmpty }.joined(separator: ", ")
        let note = note.map { "; note: \($0)" } ?? ""
        return "\(head): \(content)\(status)\(note)".printable
    }
}

extension LookupStep.Status: CustomStringConvertible {
    /// What follows the description of a step: nothing if it is used.
    public var description: String {
        switch self {
        case .selected: ""
        case .shadowed(let other): "; not used: \(other) takes precedence"
        case .ignored(let reason): "; not used: \(reason)"
        }
    }
}

extension LookupStep.Content: CustomStringConvertible {
    /// What was found, without a secret.
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
