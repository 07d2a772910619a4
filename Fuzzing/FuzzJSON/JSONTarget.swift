import Codecs
import FuzzSupport

// libFuzzer has the `main`, and calls this.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe Fuzzing.run(bytes, count, JSONTarget.check)
}

/// JSON: parses anything, walks what was parsed, and takes back each edit without a trace.
enum JSONTarget {
    static func check(_ input: [UInt8]) {
        _ = Base64().decode(input)
        guard let document = try? JSONDocument(parsing: input) else {
            if let first = try? JSONDocument(parsingFirstValueOf: input) { walk(first.root) }
            return
        }
        Fuzzing.require(document.bytes == input, "a document is not its own bytes")
        walk(document.root)
        guard document.root.kind == .object else { return }
        for name in ["a key that is not there", "\u{1F511}\n\"\\"] where document.root[.exactly(name)] == nil {
            addAndRemove([.exactly(name)], in: document)
            addAndRemove([.exactly(name), "inner"], in: document)
        }
    }

    static func addAndRemove(_ path: [JSONKey], in document: JSONDocument) {
        let value = "some value, \u{2028} and \u{0}"
        guard let added = try? JSONDocument(parsing: document.setting(path, to: .string(value))) else {
            fatalError("what was edited does not parse")
        }
        let found = path.reduce(added.root as JSONValue?) { $0?[$1] }?.string
        Fuzzing.require(found == value, "what was added is not there")
        let removed = added.removing([path[0]])
        Fuzzing.require(removed == document.bytes, "what was added and removed has left a trace")
    }

    static func walk(_ value: JSONValue) {
        Fuzzing.require(!value.source.isEmpty, "a value of no bytes")
        switch value.kind {
        case .null: Fuzzing.require(value.isNull, "null is not null")
        case .bool: Fuzzing.require(value.bool != nil, "a Boolean without a value")
        case .number: Fuzzing.require(value.numberText?.isEmpty == false, "a number without a text")
        case .string: _ = value.string
        case .array: value.elements.forEach(walk)
        case .object:
            for member in value.members {
                _ = member.name
                walk(member.value)
            }
        }
    }
}
