#if SecretService && os(Linux)

internal import Codecs

/// Objects that do not exist.
extension SecretServiceClient {
    static let unknownMethod = "org.freedesktop.DBus.Error.UnknownMethod"

    /// Whether an error means that the object does not exist.
    static func isAbsence(_ error: GLibError) -> Bool {
        error.isRemote("\(prefix)Error.NoSuchObject", "org.freedesktop.DBus.Error.UnknownObject")
    }

    /// Whether an object has been deleted.
    ///
    /// GDBus, which gnome-keyring uses, has the same error for an object and for a method that does not exist, with a
    /// translated message. An object that exists lists its interfaces, in all implementations of D-Bus.
    func isGone(_ path: String, according error: GLibError) throws(SecretServiceError) -> Bool {
        guard !Self.isAbsence(error) else { return true }
        guard error.isRemote(Self.unknownMethod, "org.freedesktop.DBus.Error.UnknownInterface") else { return false }
        let question = BusCall(provider.name, path, "org.freedesktop.DBus.Introspectable", "Introspect")
        switch try bus.answer(to: question) {
        case .success(let reply): return reply.members.first?.string?.contains(bytesOf: Self.prefix) != true
        case .failure(let error): return Self.isAbsence(error) || error.isRemote(Self.unknownMethod)
        }
    }
}
#endif
