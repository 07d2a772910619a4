internal import Codecs
internal import HelperProtocol

/// An error that a registry or its token server returns for a rejected request.
public struct RegistryErrorEntry: Sendable, Equatable {
    /// The code, such as `UNAUTHORIZED`; empty if the server sent none.
    public let code: String

    /// The message for users; empty if the server sent none.
    public let message: String

    /// Creates an entry.
    ///
    /// - Parameters:
    ///   - code: The code. Control characters become spaces, and long text is truncated.
    ///   - message: The message, which is treated in the same way.
    public init(code: String, message: String) {
        self.init(code: code, message: message, ServerTextFilter(hiding: []))
    }

    private init(code: String, message: String, _ filter: ServerTextFilter) {
        self.code = filter.shown(code, limit: 64)
        self.message = filter.shown(message, limit: 256)
    }

    private static let maximumCount = 5

    /// Parses the body of a response in any of the formats of registries and token servers.
    ///
    /// The forms are `{"errors": [{"code", "message"}]}` (OCI distribution specification, "Error Codes"), `{"error",
    /// "error_description"}` (RFC 6749, section 5.2), `{"details"}` (Docker Hub) and `{"message"}`.
    ///
    /// - Parameters:
    ///   - body: The body. A body in another format has no entries.
    ///   - filter: Hides secrets.
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

    /// Whether it reports too many requests or attempts rather than a wrong credential.
    ///
    /// Docker Hub replies with 401 to a user who is locked out, and only the message says so.
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
