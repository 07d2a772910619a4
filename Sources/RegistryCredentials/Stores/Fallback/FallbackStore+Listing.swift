extension FallbackStore {
    /// Lists every layer that can be listed, in parallel.
    ///
    /// A helper program that several layers name is listed once, and cannot prompt.
    ///
    /// - Returns: The entries of each layer, or the error of a layer that cannot be listed, in the order of the layers.
    /// - Throws: `CancellationError`.
    public func listEverywhere() async throws -> [(
        layer: String, result: Result<[ListedCredential], CredentialStoreError>
    )] {
        typealias Answer = Result<[ListedCredential], CredentialStoreError>
        return try await HelperCallCache.sharing {
            try await withThrowingTaskGroup { group in
                for (index, layer) in layers.enumerated() {
                    guard let store = layer.store as? any ListingStore else { continue }
                    group.addTask { () async throws -> (Int, Answer) in
                        // The pair is created last: the optimizer of Swift 6.3 zeroes the index of a pair that is
                        // returned from inside the `do` if `reduce` collects the pairs.
                        let answer: Answer
                        do {
                            answer = .success(try await store.list())
                        } catch {
                            answer = .failure(try CredentialStoreError(ofLayer: error))
                        }
                        return (index, answer)
                    }
                }
                var answers: [(Int, Answer)] = []
                for try await answer in group { answers.append(answer) }
                return answers.sorted { $0.0 < $1.0 }.map { (layers[$0.0].name, $0.1) }
            }
        }
    }
}
