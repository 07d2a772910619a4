/// Which place answers for a server, by which rule, and which places lose: what `explain` gives.
///
/// There is no secret in it or in its text. Keys are told without their user information.
public struct Explanation: Sendable, Equatable {
    /// The registry that was asked for.
    public let server: ServerAddress

    /// Every place that speaks for it, in the order in which they count.
    public let findings: [Finding]

    /// Puts an explanation together.
    ///
    /// - Parameters:
    ///   - server: The registry that was asked for.
    ///   - findings: What was found, in the order in which it counts.
    public init(of server: ServerAddress, findings: [Finding]) {
        self.server = server
        self.findings = findings
    }

    /// The finding whose credential is the answer; nil if there is none.
    public var answer: Finding? { findings.first { $0.credential != nil } }
}

extension Explanation: CustomStringConvertible {
    /// A text for people: the answer in the first line, then a line for each place.
    public var description: String {
        let name = server.authority + (server.path.isEmpty ? "" : "/\(server.path)")
        let head = "\(name): \(answer.flatMap(\.credential).map { "\($0)" } ?? "no credential")"
        let answer = findings.firstIndex { $0.credential != nil }
        let lines = findings.enumerated().map { index, finding in
            "  \(index == answer ? "*" : "-") \(finding)"
        }
        return ([head] + lines).joined(separator: "\n")
    }
}

extension Finding: CustomStringConvertible {
    /// One line: where, why there, what was there, and why that does not count.
    public var description: String {
        var parts: [String] = []
        if let layer { parts.append(layer) }
        if let file = place.file { parts.append(file) }
        if let helper = place.helper { parts.append(helper) }
        if let key = place.key { parts.append("key \(key)") }
        let head = (parts + [rule]).filter { !$0.isEmpty }.joined(separator: ", ")
        return "\(head): \(content)\(standing)".printable
    }
}

extension Finding.Standing: CustomStringConvertible {
    /// What follows the description of a finding: nothing if it counts.
    public var description: String {
        switch self {
        case .counts: ""
        case .outranked(let other): "; does not count: \(other) comes first"
        case .excluded(let reason): "; does not count: \(reason)"
        }
    }
}

extension Finding.Content: CustomStringConvertible {
    /// What was there, without a secret.
    public var description: String {
        switch self {
        case .credential(let credential): "\(credential)"
        case .empty: "an entry without a credential"
        case .nothing: "nothing"
        case .failed(let error): "failed: \(error.message)"
        case .notAsked(let reason): "not asked: \(reason)"
        }
    }
}
