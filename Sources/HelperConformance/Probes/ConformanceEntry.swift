internal import Codecs

/// An entry that a rule stores, with names that cannot be mistaken for a user's entry.
struct ConformanceEntry {
    var server: String
    var username = "conformance-user"
    var secret = "conformance-secret"

    /// The payload of `store`, in Docker's format.
    var request: [UInt8] {
        let members: [(name: String, value: JSONTree)] = [
            ("ServerURL", .string(server)), ("Username", .string(username)), ("Secret", .string(secret)),
        ]
        return JSONWriter(.compact).write(.object(members)) + [UInt8(ascii: "\n")]
    }

    /// Returns the text as a JSON string, with its quotes.
    static func quoted(_ text: String) -> String {
        String(decoding: JSONWriter(.compact).write(.string(text)), as: UTF8.self)
    }
}
