import AgeEncryption
import FuzzSupport

// libFuzzer has the `main`, and calls this.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe Fuzzing.run(bytes, count, PluginTarget.check)
}

/// What a hostile plugin may write: each conversation ends, and no reply is anything else than a stanza.
enum PluginTarget {
    private struct Nobody: AgePluginInterface {
        func show(_ message: String) -> Bool { false }
        func confirm(_ message: String, yes: String, no: String?) -> Bool? { nil }
        func ask(_ message: String, isSecret: Bool) -> [UInt8]? { nil }
    }

    static func check(_ input: [UInt8]) {
        let whole = replies(to: [input])
        // The pieces in which the output comes make no difference.
        let half = input.count / 2
        Fuzzing.require(
            replies(to: [Array(input[..<half]), Array(input[half...])]) == whole,
            "pieces make a difference"
        )
        for reply in whole {
            var reader = PluginStanzaReader()
            reader.add(reply.bytes)
            let again = try? reader.next()
            Fuzzing.require(again == reply, "a reply does not read back")
        }
    }

    private static func replies(to pieces: [[UInt8]]) -> [AgeStanza] {
        var reader = PluginStanzaReader()
        var conversation = PluginConversation(.unwrap([], []), interface: Nobody())
        var replies: [AgeStanza] = []
        for piece in pieces {
            reader.add(piece)
            do {
                while let command = try reader.next() {
                    guard case .reply(let reply) = try conversation.answer(command) else { return replies }
                    replies.append(reply)
                }
            } catch {
                return replies
            }
        }
        return replies
    }
}
