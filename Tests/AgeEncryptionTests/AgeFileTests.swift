import AgeEncryption
import Testing

struct AgeFileTests {
    /// Written by age 1.1.1 to the sample key.
    private static let written = """
        -----BEGIN AGE ENCRYPTED FILE-----
        YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSAzOXdiMm1Tb3dIRE9CdzRo
        NUdhZFcwcTlnaWlUMTE3R3dRbVlhVVRpOHpNCkxVRGFzYmtUaW14cFpTdWVTcWQ1
        bGppR2o1WGJ5cjc1WWF4WndKSDdzR00KLS0tIG1ZMnFBRGFrQWc0V0c4R2F3UEpL
        V1ZnejJMSDRWaUdNSmJtY1pPWE1EMlEKfip9EFn2WeV1h01A6XtRDCafkpuOQdT9
        rbS2tE+tdREgR2NHvNPzaek5y+uE1Q==
        -----END AGE ENCRYPTED FILE-----

        """

    /// Computed by other implementations of the primitives, with the bytes 0, 1, 2 and so on for random numbers.
    private static let toSampleKey = """
        -----BEGIN AGE ENCRYPTED FILE-----
        YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSAySjQ3clhsRGZiN1orRU5C
        Z3dUMFlQOEZ4LzZCL2txVmQ2Z0V5NU5uLzJZCkp1WXZmanh4WjJ4MWM1MU43Tjcy
        ZFA4WVRxSVhJaXhRc0J1S0cvbENFMDQKLS0tIFFueTdTdmlDQUZFWEJ6a1pCblJq
        QW9tVys4Z2d0d3pBQWVMQ0I1MWFJcEkKMDEyMzQ1Njc4OTo7PD0+P4uBj9UU/Ygk
        QtZjYrK6O/9Hv7cBMIAWrf1lzpPwyfs+eYk=
        -----END AGE ENCRYPTED FILE-----

        """

    /// The same for the passphrase, with a work factor of 4.
    private static let underPassphrase = """
        -----BEGIN AGE ENCRYPTED FILE-----
        YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBFQkVTRXhRVkZoY1lHUm9i
        SEIwZUh3IDQKOUdmcTNkaFo3YUxBdk9lKzJnNFFwVGlMR0d0cUp2YWltZUZabVZF
        UVVhdwotLS0ganJwc2QvRi9GK3c1c0VEWURIRklIK0tTZUhvTFdhT0h6VzlsVW5q
        THFHUQogISIjJCUmJygpKissLS4vNOyxBF8DAJU8YGY+NrqDpmKdCb1SOPrd1H9M
        RbbQ
        -----END AGE ENCRYPTED FILE-----

        """

    @Test func `a known file of the reference implementation opens`() throws {
        let plaintext = try AgeFile.decrypt(Array(Self.written.utf8), with: .identities([Samples.identity()]))
        #expect(String(decoding: plaintext, as: UTF8.self) == "written by age")
    }

    @Test func `known random numbers give the known file`() throws {
        #expect(Samples.armored(try Samples.file()) == Self.toSampleKey)
        #expect(Samples.armored(try Samples.passphraseFile(workFactor: 4)) == Self.underPassphrase)
    }

    @Test func `the same plaintext never gives the same file twice`() throws {
        let recipients = AgeRecipients.keys([try Samples.identity().recipient])
        let files = try (0..<2).map { _ in try AgeFile.encrypt([1, 2, 3], to: recipients) }
        #expect(files[0] != files[1])
        #expect(try AgeFile(parsing: files[0]).header.stanzas != AgeFile(parsing: files[1]).header.stanzas)
    }

    @Test func `each of several recipients opens the file, with other keys beside theirs`() throws {
        let identities = (0..<4).map { _ in AgeIdentity.generate() }
        let file = try AgeFile.encrypt([1, 2, 3], to: .keys(identities.map(\.recipient)))
        #expect(try AgeFile(parsing: file).header.stanzas.count == 4)
        for identity in identities {
            #expect(try AgeFile.decrypt(file, with: .identities([.generate(), identity, .generate()])) == [1, 2, 3])
        }
    }

    @Test func `another key, or none, matches nothing`() throws {
        let file = try Samples.file()
        for identities in [[], [AgeIdentity.generate()], [.generate(), .generate()]] {
            #expect(
                Samples.code { _ = try AgeFile.decrypt(file, with: .identities(identities)) } == .noMatchingIdentity
            )
        }
    }

    @Test func `nothing is encrypted to no recipient`() {
        #expect(Samples.code { _ = try AgeFile.encrypt([1], to: .keys([])) } == .unusableRecipients)
    }

    @Test func `a flipped bit anywhere is an error`() throws {
        let file = try Samples.file(Array("small".utf8))
        let payloadStart = try AgeFile(parsing: file).header.bytes.count
        for position in file.indices {
            for bit in 0..<8 {
                var altered = file
                altered[position] ^= 1 << bit
                let code = try Samples.code(opening: altered)
                #expect(
                    position < payloadStart ? code != nil : code == .malformedPayload,
                    "byte \(position), bit \(bit)"
                )
            }
        }
    }

    @Test func `a flipped bit anywhere in a passphrase file is an error`() throws {
        let file = try Samples.passphraseFile()
        for position in file.indices {
            for bit in 0..<8 {
                var altered = file
                altered[position] ^= 1 << bit
                #expect(Samples.code(openingWithPassphrase: altered) != nil, "byte \(position), bit \(bit)")
            }
        }
    }

    @Test func `a flipped bit in the MAC, and a stanza added or taken away, fail the MAC`() throws {
        let header = try AgeFile(parsing: try Samples.file()).header
        let payload = try Samples.file().dropFirst(header.bytes.count)
        let grease = "-> grease\n\n"
        let split = header.bytes.count - 48
        let added = header.bytes.prefix(split) + Array(grease.utf8) + header.bytes.suffix(48)
        #expect(try Samples.code(opening: Array(added) + payload) == .headerAuthenticationFailed)
        var altered = header.bytes
        altered[split + 10] = altered[split + 10] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        #expect(try Samples.code(opening: altered + payload) == .headerAuthenticationFailed)
        // The MAC is checked first: with the payload damaged or missing too, it is still the header that is blamed.
        #expect(try Samples.code(opening: altered) == .headerAuthenticationFailed)
    }

    @Test func `a file cut off anywhere is an error`() throws {
        for file in [try Samples.file(), try Samples.passphraseFile()] {
            for length in 0..<file.count {
                let start = Array(file.prefix(length))
                #expect(try Samples.code(opening: start) != nil)
                #expect(Samples.code(openingWithPassphrase: start) != nil)
            }
        }
    }

    @Test func `armor cut off anywhere before its last line ends is an error`() throws {
        let text = Array(Samples.armored(try Samples.file()).utf8)
        for length in 0..<(text.count - 1) {
            #expect(try Samples.code(opening: Array(text.prefix(length))) != nil)
        }
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func `any trailing byte is an error`(byte: UInt8) throws {
        #expect(try Samples.code(opening: Samples.file() + [byte]) == .malformedPayload)
    }
}
