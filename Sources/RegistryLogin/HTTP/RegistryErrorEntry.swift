internal import Codecs
internal import HelperProtocol

/// What a registry or its token server says about a request that it rejected.
public struct RegistryErrorEntry: Sendable, Equatable {
    /// The code, such as `UNAUTHORIZED`; empty if the server sent none.
    public let code: String

    /// The message for people; empty if the server sent none.
    public let message: String

    /// Describes an entry.
    ///
    /// - Parameters:
    ///   - code: The code. Control characters in it become blanks, and a long one is cut.
    ///   - message: The message, treated alike.
    public init(code: String, message: String) {
        self.init(code: code, message: message, ServerTextFilter(hiding: []))
    }

    private init(code: String, message: String, _ filter: ServerTextFilter) {
        self.code = filter.shown(code, limit: 64)
        self.message = filter.shown(message, limit: 256)
    }

    private static let maximumCount = 5

    /// Reads the body of a response in any of the forms that registries and token servers have.
    ///
    /// The forms are `{"errors": [{"code", "message"}]}` (OCI distribution specification, "Error Codes"), `{"error",
    /// "error_description"}` (RFC 6749, section 5.2), `{"details"}` (Docker Hub) and `{"message"}`.
    ///
    /// - Parameters:
    ///   - body: The body, of any type. In another form it has no entries.
    ///   - filter: Hides what must not be shown.
    /// - Returns: The first few entries.
    static func read(_ body: [UInt8], _ filter: ServerTextFilter) -> [RegistryErrorEntry] {
        guard let root = try? JSONDocument(parsing: body).root else { return [] }
        func text(_ value: JSONValue?) -> String { value?.string ?? "" }
        let list = (root["errors"]?.elements ?? []).map { (text($0["code"]), text($0["message"])) }
        let others = [
            (text(root["error"]), text(root["error_description"])), ("", text(root["details"])),
            ("", text(root["detail"])), ("", text(root["message"])),
        ]
        let said = (list + others).filter { !$0.0.isEmpty || !$0.1.isEmpty }.prefix(maximumCount)
        return said.map { RegistryErrorEntry(code: $0.0, message: $0.1, filter) }
    }

    /// Whether it speaks of too many requests or attempts and not of a wrong credential.
    ///
    /// Docker Hub answers 401 to a user who is locked out, and only its message says so.
    var meansTooMany: Bool {
        let text = "\(code) \(message)".lowercased()
        return [
            "toomanyrequests", "too many", "too_many", "rate limit", "ratelimit", "locked out", "account is locked",
        ]
        .contains { text.contains($0) }
    }
}

extension RegistryErrorEntry: CustomStringConvertible {
    /// `UNAUTHORIZED: authentication required`.
    public var description: String {
        code.isEmpty || message.isEmpty ? code + message : "\(code): \(message)"
    }
}
