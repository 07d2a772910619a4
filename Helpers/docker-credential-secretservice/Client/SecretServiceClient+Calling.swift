#if SecretService && os(Linux)

/// Calls of the provider and their replies.
extension SecretServiceClient {
    /// The object path that means "no object".
    static let noPath = "/"

    /// A call of the provider.
    func serviceCall(_ path: String, _ interface: String, _ method: String, _ arguments: Variant? = nil) -> BusCall {
        BusCall(provider.name, path, "\(Self.prefix)\(interface)", method, arguments)
    }

    /// A call that reads a property, whose value is a `v`.
    func getProperty(_ name: String, of interface: String, at path: String) -> BusCall {
        BusCall(
            provider.name,
            path,
            "org.freedesktop.DBus.Properties",
            "Get",
            .tuple(.string("\(Self.prefix)\(interface)"), .string(name))
        )
    }

    /// Calls the provider and waits for its reply.
    func call(
        _ path: String,
        _ interface: String,
        _ method: String,
        _ arguments: Variant? = nil
    ) throws(SecretServiceError) -> Variant {
        try unwrap(try answers(to: [serviceCall(path, interface, method, arguments)])[0])
    }

    /// Calls the provider, and repeats the calls whose method it does not know.
    ///
    /// gnome-keyring 42.1 replies so under load for objects that exist. Such a call had no effect.
    func answers(to calls: [BusCall]) throws(SecretServiceError) -> [Result<Variant, GLibError>] {
        var answers = try bus.answers(to: calls)
        let unknown = answers.indices.filter { index in
            if case .failure(let error) = answers[index] { error.isRemote(Self.unknownMethod) } else { false }
        }
        guard !unknown.isEmpty else { return answers }
        for (index, answer) in zip(unknown, try bus.answers(to: unknown.map { calls[$0] })) { answers[index] = answer }
        return answers
    }

    /// Calls objects that may not exist.
    ///
    /// - Returns: A reply for each call; nil if its object does not exist.
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

    /// Returns the values of properties; nil for an object that does not exist.
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

    /// Returns a successful reply, or throws what its error means.
    func unwrap(_ answer: Result<Variant, GLibError>) throws(SecretServiceError) -> Variant {
        switch answer {
        case .success(let value): return value
        case .failure(let error) where error.isRemote("\(Self.prefix)Error.IsLocked"): throw .locked
        case .failure(let error) where error.isTimeout: throw .timedOut(.answer, limit: bus.loop.timeout)
        case .failure(let error): throw .failed(error.message)
        }
    }

    /// A reply that the Secret Service API does not allow.
    static func unexpected(_ method: String) -> SecretServiceError {
        .failed("its reply to \(method) does not follow the Secret Service API")
    }
}
#endif
