extension Finding {
    /// The findings that entries of one file are.
    ///
    /// - Parameters:
    ///   - candidates: The entries that speak for a server, in the order in which they count.
    ///   - file: The path of the file.
    /// - Returns: A finding for each entry, or one that says that there is none.
    static func list(of candidates: [Candidate], in file: String) -> [Finding] {
        guard !candidates.isEmpty else { return [Finding(at: .init(file: file), rule: "", .nothing)] }
        var answer: String?
        return candidates.map { candidate in
            let key = candidate.key.withoutUserInformation
            defer { if answer == nil, candidate.credential != nil { answer = key } }
            return Finding(
                at: .init(file: file, key: key),
                rule: "\(candidate.rule)",
                Content(candidate.content),
                standing: answer.map { .outranked(by: "the key \($0)") } ?? .counts
            )
        }
    }
}

extension Finding.Content {
    fileprivate init(_ content: Candidate.Content) {
        switch content {
        case .credential(let credential): self = .credential(credential)
        case .empty: self = .empty
        case .damaged(let error): self = .failed(error)
        }
    }
}
