internal import Codecs

/// What a rule stores: made up, and named so that nobody can take it for an entry of a user.
struct ConformanceEntry {
    var server: String
    var username = "conformance-user"
    var secret = "conformance-secret"

    /// The payload of `store`, as Docker writes it.
    var request: [UInt8] {
        let members: [(name: String, value: JSONTree)] = [
            ("ServerURL", .string(server)), ("Username", .string(username)), ("Secret", .string(secret)),
        ]
        return JSONWriter(.compact).write(.object(members)) + [UInt8(ascii: "\n")]
    }

    /// `text` as a JSON string, with its quotes.
    static func quoted(_ text: String) -> String {
        String(decoding: JSONWriter(.compact).write(.string(text)), as: UTF8.self)
    }
}
