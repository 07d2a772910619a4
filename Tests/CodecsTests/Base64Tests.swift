import Codecs
import TestSupport
import Testing

@Suite struct Base64Tests {
    @Test(
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func `the vectors of RFC 4648 are encoded and decoded`(plain: String, encoded: String) {
        #expect(Base64().encode(plain.utf8) == encoded)
        #expect(Base64().decode(Array(encoded.utf8)) == Array(plain.utf8))
        let bare = encoded.filter { $0 != "=" }
        #expect(Base64(padding: .forbidden).encode(plain.utf8) == bare)
        #expect(Base64(padding: .forbidden).decode(Array(bare.utf8)) == Array(plain.utf8))
    }

    @Test func `the alphabets differ in two digits`() {
        let bytes: [UInt8] = [0xFB, 0xFF, 0xBF]
        #expect(Base64(.standard).encode(bytes) == "+/+/")
        #expect(Base64(.urlSafe).encode(bytes) == "-_-_")
        #expect(Base64(.standard).decode(Array("-_-_".utf8)) == nil)
        #expect(Base64(.urlSafe).decode(Array("+/+/".utf8)) == nil)
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "=", "==", "====", "Z===", "Zm9v=", "Zg==Zg==", "Zm 9v", "Zm9\n", "Zé==",
    ])
    func `a damaged text is rejected`(text: String) {
        #expect(Base64().decode(Array(text.utf8)) == nil)
    }

    @Test(arguments: ["Z", "Zg==", "Zm9vY", "Zm9v\n"])
    func `a damaged text without padding is rejected`(text: String) {
        #expect(Base64(padding: .forbidden).decode(Array(text.utf8)) == nil)
    }

    @Test func `nonzero unused bits are rejected only in canonical mode`() {
        #expect(Base64().decode(Array("YR==".utf8)) == [UInt8(ascii: "a")])
        #expect(Base64().decode(Array("YR==".utf8), canonical: true) == nil)
        #expect(Base64().decode(Array("YQ==".utf8), canonical: true) == [UInt8(ascii: "a")])
    }

    @Test(arguments: 0..<64 as Range<UInt64>)
    func `decoding reverses encoding`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<Int(seed)).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for alphabet in [Base64.Alphabet.standard, .urlSafe] {
            for padding in [Base64.Padding.required, .forbidden] {
                let base64 = Base64(alphabet, padding: padding)
                #expect(base64.decode(base64.encodeToBytes(bytes), canonical: true) == bytes, "seed \(seed)")
            }
        }
    }
}
