extension LookupStep {
    /// Returns the steps for the entries of one file.
    ///
    /// - Parameters:
    ///   - candidates: The entries that match a registry, in order of precedence.
    ///   - file: The path of the file.
    ///   - isPresent: Whether the file exists.
    /// - Returns: A step for each entry; a single step without content if there is none.
    static func list(of candidates: [Candidate], in file: String, isPresent: Bool = true) -> [LookupStep] {
        guard !candidates.isEmpty else {
            return [LookupStep(at: .init(file: file), rule: "", isPresent ? .nothing : .absent)]
        }
        var answer: String?
        return candidates.map { candidate in
            let key = candidate.key.withoutUserInformation
            defer { if answer == nil, candidate.credential != nil { answer = key } }
            return LookupStep(
                at: .init(file: file, key: key),
                rule: "\(candidate.rule)",
                Content(candidate.content),
                status: answer.map { .shadowed(by: "the key \($0)") } ?? .selected
            )
        }
    }
}

extension LookupStep.Content {
    fileprivate init(_ content: Candidate.Content) {
        switch content {
        case .credential(let credential): self = .credential(credential)
        case .empty: self = .empty
        case .damaged(let error): self = .failed(error)
        }
    }
}
