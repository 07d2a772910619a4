import Codecs
import HelperProtocol
import RegistryCredentials
import TestSupport

/// Makes config files like those that people and programs write, and credentials to put into them.
struct RandomConfig {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    private static let hosts = ["a.example", "b.example:5000", "c.example", "[2001:db8::7]:5000", "docker.io"]

    mutating func server() throws -> ServerAddress {
        let host = pick(Self.hosts)
        return try ServerAddress(
            pick([host, "https://\(host)/v1/", "http://\(host)", host.uppercased(), "\(host)/team"])
        )
    }

    mutating func credential() -> Credential {
        let secret = Secret(
            pick(["", "p", "p:q", "pässwörd", "🔑", "\"\\\n"]) + String(Int.random(in: 0...9, using: &generator))
        )
        return switch Int.random(in: 0..<4, using: &generator) {
        case 0: .identityToken(secret, username: flip() ? "ann" : nil)
        case 1: .registryToken(secret)
        default: .password(username: pick(["ann", "b@c", "änn", "<token>"]), password: secret)
        }
    }

    mutating func document() -> [UInt8] {
        var members: [String] = []
        for _ in 0..<Int.random(in: 0...3, using: &generator) { members.append(member(other())) }
        if flip() || flip() { members.append(member((pick(["auths", "auths", "AUTHS", "\\u0061uths"]), auths()))) }
        if Int.random(in: 0..<8, using: &generator) == 0 { members.append(member(("auths", auths()))) }
        if members.isEmpty, flip() { members.append(member(("auths", "null"))) }
        members.shuffle(using: &generator)
        let mark = Int.random(in: 0..<8, using: &generator) == 0 ? "\u{FEFF}" : ""
        return Array((mark + blanks() + object(members) + blanks()).utf8)
    }

    private mutating func auths() -> String {
        var entries: [String] = []
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let host = pick(Self.hosts + ["other.example", "d.example/x"])
            let key = pick([
                host, host, "https://\(host)", "https://\(host)/v1/", "http://\(host)", host.uppercased(), "\(host)/x",
            ])
            entries.append(member((key, entry())))
        }
        return object(entries)
    }

    private mutating func entry() -> String {
        let auth = Base64().encode("ann:\(Int.random(in: 0...999, using: &generator))".utf8)
        let forms: [[(String, String)]] = [
            [("auth", "\"\(auth)\"")], [("auth", "\"\(auth)\""), other()],
            [("username", "\"ann\""), ("password", "\"x\"")],
            [other(), ("identitytoken", "\"t\"")], [], [("auth", "\"?\"")], [("Auth", "\"\(auth)\"")],
        ]
        if Int.random(in: 0..<8, using: &generator) == 0 { return pick(["null", "1", "\"x\"", "[]"]) }
        return object(pick(forms).map { member($0) })
    }

    private mutating func other() -> (String, String) {
        (
            pick(["x", "email", "psFormat", "e\u{301}", "\\u00e9"]),
            pick(["1e400", "12345678901234567890", "\"\\/\"", "[1, {}]", "null"])
        )
    }

    private mutating func member(_ pair: (String, String)) -> String {
        blanks() + "\"\(pair.0)\"" + blanks() + ":" + blanks() + pair.1 + blanks()
    }

    private mutating func object(_ members: [String]) -> String {
        "{" + (members.isEmpty ? blanks() : members.joined(separator: ",")) + "}"
    }

    private mutating func blanks() -> String { pick(["", "", "", " ", "\n", "\t", "\r\n", "\n    ", "  "]) }
    private mutating func flip() -> Bool { Bool.random(using: &generator) }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }
}
