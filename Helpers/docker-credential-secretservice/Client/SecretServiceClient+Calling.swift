#if SecretService && os(Linux)

/// Calls and their answers.
extension SecretServiceClient {
    /// The object path that stands for none.
    static let noPath = "/"

    /// A call of the provider.
    func serviceCall(_ path: String, _ interface: String, _ method: String, _ arguments: Variant? = nil) -> BusCall {
        BusCall(provider.name, path, "\(Self.prefix)\(interface)", method, arguments)
    }

    /// A call for a property, which comes in a box.
    func getProperty(_ name: String, of interface: String, at path: String) -> BusCall {
        BusCall(
            provider.name,
            path,
            "org.freedesktop.DBus.Properties",
            "Get",
            .tuple(.string("\(Self.prefix)\(interface)"), .string(name))
        )
    }

    /// Calls the provider and waits for its answer.
    func call(
        _ path: String,
        _ interface: String,
        _ method: String,
        _ arguments: Variant? = nil
    ) throws(SecretServiceError) -> Variant {
        try unwrap(try answers(to: [serviceCall(path, interface, method, arguments)])[0])
    }

    /// Asks the provider, and once more where it does not know what it was asked for.
    ///
    /// gnome-keyring 42.1 answers so under load, of objects that are there. What is not known was not done either.
    func answers(to calls: [BusCall]) throws(SecretServiceError) -> [Result<Variant, GLibError>] {
        var answers = try bus.answers(to: calls)
        let unknown = answers.indices.filter { index in
            if case .failure(let error) = answers[index] { error.isRemote(Self.unknownMethod) } else { false }
        }
        guard !unknown.isEmpty else { return answers }
        for (index, answer) in zip(unknown, try bus.answers(to: unknown.map { calls[$0] })) { answers[index] = answer }
        return answers
    }

    /// Asks the provider for what may be gone.
    ///
    /// - Returns: An answer for each call; nil if its object is not there.
    /// - Throws: ``SecretServiceError`` for every other error.
    func answersIfPresent(to calls: [BusCall]) throws(SecretServiceError) -> [Variant?] {
        let answers = try answers(to: calls)
        var values: [Variant?] = []
        for (call, answer) in zip(calls, answers) {
            if case .failure(let error) = answer, try isGone(call.path, according: error) {
                values.append(nil)
            } else {
                values.append(try unwrap(answer))
            }
        }
        return values
    }

    /// The values of properties of objects that may be gone.
    func propertiesIfPresent(_ calls: [BusCall]) throws(SecretServiceError) -> [Variant?] {
        var values: [Variant?] = []
        for answer in try answersIfPresent(to: calls) {
            guard let answer else {
                values.append(nil)
                continue
            }
            guard let value = answer.members.first?.unboxed else { throw Self.unexpected("Get") }
            values.append(value)
        }
        return values
    }

    /// An answer, or what its error means.
    func unwrap(_ answer: Result<Variant, GLibError>) throws(SecretServiceError) -> Variant {
        switch answer {
        case .success(let value): return value
        case .failure(let error) where error.isRemote("\(Self.prefix)Error.IsLocked"): throw .locked
        case .failure(let error) where error.isTimeout: throw .timedOut(.answer, limit: bus.loop.timeout)
        case .failure(let error): throw .failed(error.message)
        }
    }

    /// An answer that is not what the Secret Service API says.
    static func unexpected(_ method: String) -> SecretServiceError {
        .failed("its answer to \(method) is not what the Secret Service API says")
    }
}
#endif
