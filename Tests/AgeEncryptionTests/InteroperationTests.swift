import AgeEncryption
import TestSupport
import Testing

/// Both ways with the reference implementation, Debian's package `age`.
@Suite(.requires("age", "age-keygen", "script")) struct InteroperationTests {
    private static let sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]

    @Test(arguments: sizes)
    func `age opens what we encrypt to a key`(count: Int) async throws {
        let plaintext = Samples.bytes(count: count)
        let identity = AgeIdentity.generate()
        let file = try AgeFile.encrypt(plaintext, to: .keys([AgeIdentity.generate().recipient, identity.recipient]))
        try await TemporaryFolder.with { folder in
            try folder.write(file, to: "file.age")
            let created = AgeTimestamp(secondsSince1970: 1_767_225_599)
            try folder.write(AgeIdentityFile.secretBytes(for: identity, created: created), to: "identity.txt")
            // Not `-o`: age makes no file at all for an empty plaintext.
            try await folder.run("age -d -i identity.txt file.age > plain")
            #expect(try folder.read("plain") == plaintext)
            try await folder.run("age-keygen -y identity.txt > recipient.txt")
            #expect(try AgeRecipientFile(parsing: folder.read("recipient.txt")).recipients == [identity.recipient])
        }
    }

    @Test(arguments: sizes, ["", "-a"])
    func `we open what age encrypts to several keys`(count: Int, armor: String) async throws {
        let plaintext = Samples.bytes(count: count)
        try await TemporaryFolder.with { folder in
            try folder.write(plaintext, to: "plain")
            try await folder.run(
                """
                set -e
                for name in one two three; do
                    age-keygen -o $name.txt
                    age-keygen -y $name.txt > $name.pub
                done
                { echo '# recipients'; cat two.pub three.pub; } > list.pub
                age \(armor) -r "$(cat one.pub)" -R list.pub -o file.age plain
                """
            )
            let file = try folder.read("file.age")
            let form = AgeFile.form(of: file)
            #expect(form == (armor.isEmpty ? .binary : .armored))
            for name in ["one", "two", "three"] {
                let identities = try AgeIdentityFile(parsing: folder.read("\(name).txt")).identities
                #expect(try AgeFile.decrypt(file, with: .identities(identities)) == plaintext)
                #expect(
                    try AgeRecipientFile(parsing: folder.read("\(name).pub")).recipients == identities.map(\.recipient)
                )
            }
            #expect(
                Samples.code { _ = try AgeFile.decrypt(file, with: .identities([.generate()])) } == .noMatchingIdentity
            )
        }
    }

    @Test func `our identity file is age-keygen's but for the key and the time`() async throws {
        try await TemporaryFolder.with { folder in
            try await folder.run("TZ=UTC age-keygen -o identity.txt")
            let theirs = try folder.read("identity.txt")
            let identity = try #require(try AgeIdentityFile(parsing: theirs).identities.first)
            let ours = AgeIdentityFile.secretBytes(for: identity, created: AgeTimestamp(secondsSince1970: 0))
            let lines = [theirs, ours].map { $0.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) }
            #expect(lines[0].dropFirst() == lines[1].dropFirst())
            #expect(lines[0][0].count == lines[1][0].count && lines[0][0].starts(with: "# created: ".utf8))
        }
    }

    @Test func `age opens our passphrase file, and we open its own`() async throws {
        let passphrase = "correct horse ü"
        let plaintext = Samples.bytes(count: 70_000)
        let file = try AgeFile.encrypt(plaintext, to: .passphrase(Array(passphrase.utf8), workFactor: 10))
        try await TemporaryFolder.with { folder in
            try folder.write(file, to: "ours.age")
            try folder.write(plaintext, to: "plain")
            try folder.write("\(passphrase)\n\(passphrase)\n", to: "answers")
            // age asks on the controlling terminal and nowhere else: `script` gives it one.
            try await folder.run("script -qec 'age -d -o opened ours.age' /dev/null < answers")
            #expect(try folder.read("opened") == plaintext)
            try await folder.run("script -qec 'age -p -o theirs.age plain' /dev/null < answers")
            let theirs = try AgeFile(parsing: folder.read("theirs.age"))
            #expect(theirs.header.isPassphraseProtected)
            #expect(theirs.header.stanzas.first?.arguments.last == "18")
            #expect(try theirs.decrypted(with: .passphrase(Array(passphrase.utf8))) == plaintext)
            #expect(
                Samples.code {
                    _ = try theirs.decrypted(with: .passphrase([1], limit: ScryptLimit(maximumWorkFactor: 17)))
                }
                    == .workFactorTooHigh
            )
        }
    }

    @Test func `age refuses what we refuse`() async throws {
        let file = try Samples.file()
        try await TemporaryFolder.with { folder in
            try folder.write(Samples.identityText, to: "identity.txt")
            try folder.write(file + [0], to: "trailing.age")
            try folder.write(Array(file.dropLast()), to: "short.age")
            try folder.write(file, to: "sound.age")
            try await folder.run("age -d -i identity.txt sound.age")
            for name in ["trailing.age", "short.age"] {
                try await folder.run("! age -d -i identity.txt \(name)")
            }
        }
    }
}
