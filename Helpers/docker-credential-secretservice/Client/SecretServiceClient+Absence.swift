#if SecretService && os(Linux)

/// What is not there.
extension SecretServiceClient {
    static let unknownMethod = "org.freedesktop.DBus.Error.UnknownMethod"

    /// Whether an error says that there is no such object.
    static func isAbsence(_ error: GLibError) -> Bool {
        error.isRemote("\(prefix)Error.NoSuchObject", "org.freedesktop.DBus.Error.UnknownObject")
    }

    /// Whether an object is gone.
    ///
    /// GDBus, and so gnome-keyring, knows no other name for an object that is not there than for a method that is not,
    /// and its words are translated. An object that is there tells its interfaces, in all implementations of D-Bus.
    func isGone(_ path: String, according error: GLibError) throws(SecretServiceError) -> Bool {
        guard !Self.isAbsence(error) else { return true }
        guard error.isRemote(Self.unknownMethod, "org.freedesktop.DBus.Error.UnknownInterface") else { return false }
        let question = BusCall(provider.name, path, "org.freedesktop.DBus.Introspectable", "Introspect")
        switch try bus.answer(to: question) {
        case .success(let reply): return reply.members.first?.string?.contains(Self.prefix) != true
        case .failure(let error): return Self.isAbsence(error) || error.isRemote(Self.unknownMethod)
        }
    }
}
#endif
