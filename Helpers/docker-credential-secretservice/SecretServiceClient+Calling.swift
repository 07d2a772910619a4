#if SecretService && os(Linux)

/// Calls and their answers.
extension SecretServiceClient {
    /// The object path that stands for none.
    static let noPath = "/"

    /// A call of the provider.
    func serviceCall(_ path: String, _ interface: String, _ method: String, _ arguments: Variant? = nil) -> BusCall {
        BusCall(provider, path, "\(Self.prefix)\(interface)", method, arguments)
    }

    /// A call for a property, which comes in a box.
    func getProperty(_ name: String, of interface: String, at path: String) -> BusCall {
        BusCall(
            provider,
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
        try unwrap(try bus.answer(to: serviceCall(path, interface, method, arguments)))
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

    /// Whether an error says that there is no such object.
    ///
    /// Providers do not agree on the name.
    static func isAbsence(_ error: GLibError) -> Bool {
        error.isRemote(
            "\(prefix)Error.NoSuchObject",
            "org.freedesktop.DBus.Error.UnknownObject",
            "org.freedesktop.DBus.Error.UnknownMethod",
            "org.freedesktop.DBus.Error.UnknownInterface"
        )
    }

    /// An answer that is not what the Secret Service API says.
    static func unexpected(_ method: String) -> SecretServiceError {
        .failed("its answer to \(method) is not what the Secret Service API says")
    }
}
#endif
