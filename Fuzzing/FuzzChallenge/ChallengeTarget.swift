import FuzzSupport
import RegistryLogin

// libFuzzer has the `main`, and calls this.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe Fuzzing.run(bytes, count, ChallengeTarget.check)
}

/// `WWW-Authenticate`: whatever a server sends is read, and hides nothing that comes after it.
enum ChallengeTarget {
    static func check(_ input: [UInt8]) {
        let value = String(decoding: input, as: UTF8.self)
        let found = AuthenticationChallenge.parse([value])

        let last = AuthenticationChallenge(scheme: "last", parameters: [.init(name: "realm", value: "end")])
        let together = AuthenticationChallenge.parse(["\(value), Last realm=end"])
        Fuzzing.require(together.last == last, "a challenge is hidden by what comes before it")
        let apart = AuthenticationChallenge.parse([value, "Last realm=end"])
        Fuzzing.require(apart == found + [last], "a value changes how the next one is read")

        let again = AuthenticationChallenge.parse([found.map(text).joined(separator: ", ")])
        Fuzzing.require(again == found, "what was read is not what is written")
    }

    /// The challenge as a careful server writes it.
    static func text(_ challenge: AuthenticationChallenge) -> String {
        var items = challenge.parameters.map { parameter in
            // Scalars, as a quote and a combining mark are one character.
            let value = parameter.value.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
            return "\(parameter.name)=\"\(value)\""
        }
        if let token = challenge.token68 { items.insert(token, at: 0) }
        return ([challenge.scheme] + (items.isEmpty ? [] : [items.joined(separator: ", ")])).joined(separator: " ")
    }
}
