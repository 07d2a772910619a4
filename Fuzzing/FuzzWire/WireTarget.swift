import Codecs
import FuzzSupport
import HelperProtocol

// libFuzzer has the `main`, and calls this.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe Fuzzing.run(bytes, count, WireTarget.check)
}

/// The wire: any payload, for any action, gets an answer that clients can read.
enum WireTarget {
    /// The first byte says which action, the others are its payload.
    static func check(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let payload = Array(input.dropFirst())
        let helper = KeptInMemory()
        let session = HelperSession(helper, as: HelperIdentity(name: "fuzz", package: "fuzz", version: "0"))
        let actions = HelperAction.allCases
        let action = actions[Int(first) % actions.count]

        func respond(_ action: HelperAction, _ input: [UInt8]) -> HelperResponse {
            let response = session.respond(to: [action.rawValue]) { _ in input }
            checkForm(of: response, to: action)
            return response
        }
        let response = respond(action, payload)
        _ = session.respond(to: [String(decoding: payload, as: UTF8.self)]) { _ in payload }
        checkClient(reading: payload)

        // What was stored is what is got, whatever it is.
        guard action == .store, response.exitStatus == 0 else { return }
        guard let (server, stored) = helper.kept.first, helper.kept.count == 1 else {
            fatalError("`store` succeeded and kept nothing")
        }
        let got = respond(.get, Array(server.text.utf8))
        let read = try? HelperMessage.credentials(fromOutput: got.output, for: server)
        Fuzzing.require(read == stored, "`get` does not give what `store` was given")
        let again = try? HelperMessage.credentials(from: HelperMessage.storeRequest(stored))
        Fuzzing.require(again == stored, "a request does not say what it was made of")
        let listed = try? HelperMessage.users(fromOutput: respond(.list, []).output)
        Fuzzing.require(listed?.map(\.server) == [server.text], "`list` does not name the server")
        Fuzzing.require(respond(.erase, Array(server.text.utf8)).exitStatus == 0, "`erase` failed")
        Fuzzing.require(helper.kept.isEmpty, "`erase` left something")
    }

    static func checkForm(of response: HelperResponse, to action: HelperAction) {
        let output = response.output
        switch (response.exitStatus, action) {
        case (0, .store), (0, .erase):
            Fuzzing.require(output.isEmpty, "\(action) printed something")
        case (0, .get), (0, .list):
            Fuzzing.require((try? JSONDocument(parsing: output))?.root.kind == .object, "the answer is not an object")
            Fuzzing.require(isOneLine(output), "the answer is not one line")
        default:
            // Go's encoder leaves DEL in strings as it is, but no message has a reason to hold one.
            Fuzzing.require(isOneLine(output) && !output.contains(0x7F), "an error is not one line")
        }
    }

    static func isOneLine(_ output: [UInt8]) -> Bool {
        output.last == UInt8(ascii: "\n") && output.dropLast().allSatisfy { $0 >= 0x20 }
    }

    /// A client gets its bytes from programs that it does not know.
    static func checkClient(reading output: [UInt8]) {
        if let server = try? ServerURL("server") {
            _ = try? HelperMessage.credentials(fromOutput: output, for: server)
        }
        _ = try? HelperMessage.users(fromOutput: output)
        _ = HelperError(output: output)
    }
}

final class KeptInMemory: CredentialHelper {
    var kept: [ServerURL: Credentials] = [:]

    func store(_ credentials: Credentials) { kept[credentials.server] = credentials }
    func erase(_ server: ServerURL) { kept[server] = nil }
    func list() -> [ServerURL: String] { kept.mapValues(\.username) }
    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        guard let credentials = kept[server] else { throw .credentialsNotFound }
        return credentials
    }
}
