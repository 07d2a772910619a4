import SystemPackage
import SystemSupport
import TestSupport
import Testing

@testable import AgeEncryption

/// Post-quantum keys, by the vectors of the age test kit.
@Suite struct HybridTests {
    private static let directory = Repository.tests.appending("AgeEncryptionTests/Vectors")

    static let names: [String] = (try? DirectoryListing.names(in: directory).filter { $0.contains("hybrid") }) ?? []

    /// A vector: members, an empty line, and the file.
    private struct Vector {
        let expected: String
        let identities: [AgeIdentity]
        let file: [UInt8]

        init(_ name: String) throws {
            let bytes = try RegularFile.read(directory.appending(name), limit: 1 << 20).bytes
            let end = try #require(bytes.indices.first { bytes[$0...].starts(with: [10, 10]) })
            let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\n")
            func values(_ name: String) -> [String] {
                lines.filter { $0.hasPrefix("\(name): ") }.map { String($0.dropFirst(name.count + 2)) }
            }
            expected = try #require(values("expect").first)
            identities = try values("identity").map { text in try AgeIdentity(parsing: text) }
            file = Array(bytes[(end + 2)...])
        }
    }

    @Test func `all vectors are there`() {
        #expect(Self.names.count == 19)
    }

    @Test(arguments: names)
    func `a vector has the outcome that the kit expects`(name: String) throws {
        let vector = try Vector(name)
        let code = Samples.code { _ = try AgeFile.decrypt(vector.file, with: .identities(vector.identities)) }
        switch vector.expected {
        case "success": #expect(code == nil)
        case "no match": #expect(code == .noMatchingIdentity)
        default: #expect(code == .malformedHeader)
        }
    }

    @Test func `a key reads back as it is written, and decrypts what is encrypted to it`() throws {
        let identity = AgeIdentity.generateHybrid()
        let again = try AgeIdentity(parsing: identity.secretText)
        let recipient = try AgeRecipient(parsing: identity.recipient.description)
        #expect(recipient == again.recipient)
        #expect(recipient.description.hasPrefix("age1pq1") && identity.secretText.hasPrefix("AGE-SECRET-KEY-PQ-1"))
        let file = try AgeFile.encrypt([1, 2, 3], to: .keys([recipient]))
        #expect(try AgeFile.decrypt(file, with: .identities([again])) == [1, 2, 3])
        let other = AgeIdentity.generateHybrid()
        #expect(Samples.code { _ = try AgeFile.decrypt(file, with: .identities([other])) } == .noMatchingIdentity)
    }

    @Test func `post-quantum and X25519 recipients do not mix`() throws {
        let recipients = [AgeIdentity.generateHybrid().recipient, AgeIdentity.generate().recipient]
        #expect(Samples.code { _ = try AgeFile.encrypt([1], to: .keys(recipients)) } == .unusableRecipients)
    }
}
