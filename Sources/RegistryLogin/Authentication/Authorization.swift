public import HTTPTypes
internal import HelperProtocol

/// The value of an `Authorization` field, and the only origin that may receive it.
public struct Authorization: Sendable, Equatable {
    /// The server that the credential is for.
    public let origin: HTTPOrigin

    /// Whether it answers the latest challenge, so that a rejection is final.
    public let isFresh: Bool

    private let value: Secret

    init(value: Secret, origin: HTTPOrigin, isFresh: Bool = false) {
        self.value = value
        self.origin = origin
        self.isFresh = isFresh
    }

    /// Sets the `Authorization` field of a request, if the request goes to ``origin``.
    ///
    /// The field is removed from a request to any other server.
    public func add(to request: inout HTTPRequest) {
        request.headerFields[.authorization] = nil
        guard HTTPOrigin(request) == origin else { return }
        var field = HTTPField(name: .authorization, value: value.revealed)
        // For HTTP/2 transports: keeps the value out of the compression tables, from which it could be guessed (RFC
        // 7541, section 7.1.3).
        field.indexingStrategy = .disallow
        request.headerFields.append(field)
    }

    /// Whether both send the same value to the same origin.
    func isSame(as other: Authorization) -> Bool { value == other.value && origin == other.origin }

    /// The token after `Bearer`; nil for Basic.
    var token: Secret? {
        let text = value.revealed
        return text.hasPrefix("Bearer ") ? Secret(String(text.dropFirst("Bearer ".count))) : nil
    }
}

extension Authorization: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The server that it is for, without the value.
    public var description: String { "authorization for \(origin)" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` does not show the value.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
