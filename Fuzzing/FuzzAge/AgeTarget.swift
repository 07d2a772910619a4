import AgeEncryption
import FuzzSupport

// libFuzzer has the `main`, and calls this.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe Fuzzing.run(bytes, count, AgeTarget.check)
}

/// The age format: no file opens that was not written with its key, and what opens is what was encrypted.
enum AgeTarget {
    // Made for this, and of no other use.
    static let identityText = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"
    static let plaintext = Array("for the sample key".utf8)
    static let identity: AgeIdentity = {
        guard let identity = try? AgeIdentity(parsing: identityText) else { fatalError("the key is none") }
        return identity
    }()

    static func check(_ input: [UInt8]) {
        checkHeader(input)
        for form in [input, sound.header.bytes + input] {
            guard let opened = try? AgeFile.decrypt(form, with: .identities([identity])) else { continue }
            // The corpus holds one sound file, and armor tells nothing by its white space.
            Fuzzing.require(opened == plaintext, "a file opened that nobody has written")
        }
        // A passphrase is asked for little work, or each input would take seconds.
        let limit = ScryptLimit(maximumWorkFactor: 4)
        _ = try? AgeFile.decrypt(input, with: .passphrase(Array("secret".utf8), limit: limit))
        _ = try? AgeIdentityFile(parsing: input)
        _ = try? AgeRecipientFile(parsing: input)

        let encrypted = try? AgeFile.encrypt(input, to: .keys([identity.recipient]))
        let decrypted = encrypted.flatMap { try? AgeFile.decrypt($0, with: .identities([identity])) }
        Fuzzing.require(decrypted == input, "what was encrypted is not what was decrypted")
    }

    static func checkHeader(_ input: [UInt8]) {
        guard let header = try? AgeHeader(parsing: input[...]) else { return }
        Fuzzing.require(input.starts(with: header.bytes), "a header is not its own bytes")
        let again = try? AgeHeader(parsing: header.bytes[...])
        Fuzzing.require(again?.stanzas == header.stanzas, "a header does not read the same twice")
        for stanza in header.stanzas {
            let text = String(decoding: header.bytes, as: UTF8.self)
            Fuzzing.require(
                text.contains(String(decoding: stanza.bytes, as: UTF8.self)),
                "a stanza is written otherwise"
            )
        }
    }

    /// A sound file, for its header.
    static let sound: AgeFile = {
        guard let file = try? AgeFile(parsing: AgeFile.encrypt(plaintext, to: .keys([identity.recipient]))) else {
            fatalError("the sample could not be made")
        }
        return file
    }()
}
