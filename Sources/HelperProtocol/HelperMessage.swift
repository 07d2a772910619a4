internal import Codecs

/// The payloads of the protocol, in the direction of the helper: requests are read, answers are written.
///
/// Requests are read as the reference implementation reads them, but for three things that it repairs or glues together
/// and that are refused here: control characters in a key or user, bytes that are not UTF-8, and line feeds inside a
/// JSON string.
public enum HelperMessage {
    /// The most that is read from standard input, in bytes: 8 MiB, in one line or in many.
    public static let maximumInputSize = 8 << 20

    /// Reads the payload of `get` and `erase`: the key, with white space around it.
    ///
    /// - Parameter input: All of standard input.
    /// - Returns: The key.
    /// - Throws: ``HelperError/missingServerURL``, or an error with the code ``HelperError/Code/malformedRequest``.
    public static func server(from input: [UInt8]) throws(HelperError) -> ServerURL {
        guard let text = String(validating: input, as: UTF8.self) else {
            throw .malformedRequest("the server URL is not UTF-8")
        }
        return try ServerURL(text)
    }

    /// Reads the payload of `store`: a JSON object with `ServerURL`, `Username` and `Secret`.
    ///
    /// As in the reference, names are matched without regard to case, unknown members are passed over, the last of
    /// several wins, null leaves a member as it was, `Secret` may be missing, and what follows the object is ignored.
    ///
    /// - Parameter input: All of standard input.
    /// - Returns: The credentials to be stored.
    /// - Throws: ``HelperError/missingServerURL``, ``HelperError/missingUsername``, or an error with the code
    ///   ``HelperError/Code/malformedRequest``.
    public static func credentials(from input: [UInt8]) throws(HelperError) -> Credentials {
        guard String(validating: input, as: UTF8.self) != nil else {
            throw .malformedRequest("the credentials are not UTF-8")
        }
        let root: JSONValue
        do {
            root = try JSONDocument(parsingFirstValueOf: input).root
        } catch {
            throw .malformedRequest("the credentials are not JSON: \(error)")
        }
        guard root.kind == .object || root.isNull else {
            throw .malformedRequest("the credentials are not a JSON object")
        }
        let server = try ServerURL(text(of: "ServerURL", in: root))
        let username = try text(of: "Username", in: root)
        guard !username.isEmpty else { throw .missingUsername }
        guard !username.hasControlCharacters else {
            throw .malformedRequest("the user name has a control character in it, such as a line feed or a NUL")
        }
        return Credentials(server: server, username: username, secret: Secret(try text(of: "Secret", in: root)))
    }

    static func text(of name: String, in object: JSONValue) throws(HelperError) -> String {
        var text = ""
        for member in object.members where member.matches(.foldingCase(name)) && !member.value.isNull {
            guard member.value.kind == .string else { throw .malformedRequest("\(name) is not a string") }
            guard let string = member.value.string else {
                throw .malformedRequest("\(name) has half of a surrogate pair in it, which is no character")
            }
            text = string
        }
        return text
    }

    /// Writes the answer to `get`: one line, with its members in the order of the reference.
    ///
    /// - Parameter credentials: What was found.
    /// - Returns: A JSON object and a line feed.
    public static func answer(_ credentials: Credentials) -> [UInt8] {
        JSONWriter(.compact).write(tree(credentials)) + [UInt8(ascii: "\n")]
    }

    /// Writes the answer to `list`: one line, with its keys in bytewise order.
    ///
    /// - Parameter users: The user of each server.
    /// - Returns: A JSON object and a line feed.
    public static func answer(_ users: [ServerURL: String]) -> [UInt8] {
        let members = users.sorted { $0.key < $1.key }.map { (name: $0.key.text, value: JSONTree.string($0.value)) }
        return JSONWriter(.compact).write(.object(members)) + [UInt8(ascii: "\n")]
    }

    static func tree(_ credentials: Credentials) -> JSONTree {
        .object([
            ("ServerURL", .string(credentials.server.text)),
            ("Username", .string(credentials.username)),
            ("Secret", .string(credentials.secret.revealed)),
        ])
    }
}
