internal import Codecs

/// The helper's side of the protocol: parsing requests and writing responses.
///
/// Requests are parsed as in the reference implementation, with three exceptions. Control characters in a key or
/// username, bytes that are not UTF-8, and line feeds inside a JSON string are rejected rather than repaired or
/// dropped.
public enum HelperMessage {
    /// The largest payload that is read from standard input, in bytes: 8 MiB.
    public static let maximumInputSize = 8 << 20

    /// Parses the payload of `get` and `erase`: a key, possibly surrounded by white space.
    ///
    /// - Parameter input: All of standard input.
    /// - Returns: The key, without the white space.
    /// - Throws: ``HelperError/missingServerURL``, or an error with the code ``HelperError/Code/malformedRequest``.
    public static func server(from input: [UInt8]) throws(HelperError) -> ServerURL {
        guard let text = String(validating: input, as: UTF8.self) else {
            throw .malformedRequest("the server URL is not UTF-8")
        }
        return try ServerURL(text)
    }

    /// Parses the payload of `store`: a JSON object with `ServerURL`, `Username` and `Secret`.
    ///
    /// As in the reference implementation, member names are case-insensitive and unknown members are ignored. If a name
    /// is repeated, its last value is used. A null value has no effect, `Secret` may be missing, and anything after the
    /// object is ignored.
    ///
    /// - Parameter input: All of standard input.
    /// - Returns: The credentials to store.
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
            throw .malformedRequest("the user name contains a control character, such as a line feed or a NUL")
        }
        return Credentials(server: server, username: username, secret: Secret(try text(of: "Secret", in: root)))
    }

    static func text(of name: String, in object: JSONValue) throws(HelperError) -> String {
        var text = ""
        for member in object.members where member.matches(.foldingCase(name)) && !member.value.isNull {
            guard member.value.kind == .string else { throw .malformedRequest("\(name) is not a string") }
            guard let string = member.value.string else {
                throw .malformedRequest("\(name) contains an unpaired surrogate")
            }
            text = string
        }
        return text
    }

    /// Returns the response to `get`: one line, with the members in the order of the reference implementation.
    ///
    /// - Parameter credentials: The credentials that were found.
    /// - Returns: A JSON object and a line feed.
    public static func answer(_ credentials: Credentials) -> [UInt8] {
        JSONWriter(.compact).write(tree(credentials)) + [UInt8(ascii: "\n")]
    }

    /// Returns the response to `list`: one line, with the keys in bytewise order.
    ///
    /// - Parameter users: The username for each server.
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
