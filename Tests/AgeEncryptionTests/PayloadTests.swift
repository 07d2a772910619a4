import AgeEncryption
import Testing

struct PayloadTests {
    private static let chunk = 65_536
    private static let sealedChunk = 65_552
    private static let nonce = [UInt8](repeating: 9, count: 16)

    private func encrypted(_ plaintext: [UInt8], pieces: Int) throws -> [UInt8] {
        var output: [UInt8] = []
        var encryptor = AgePayloadEncryptor(fileKey: Samples.fileKey, nonce: Self.nonce)
        for start in stride(from: 0, to: plaintext.count, by: pieces) {
            try encryptor.encrypt(plaintext[start..<min(start + pieces, plaintext.count)], to: &output)
        }
        try encryptor.finish(to: &output)
        return output
    }

    private func decrypted(_ payload: [UInt8], pieces: Int = 100_000) throws -> [UInt8] {
        var output: [UInt8] = []
        var decryptor = AgePayloadDecryptor(fileKey: Samples.fileKey)
        for start in stride(from: 0, to: payload.count, by: pieces) {
            try decryptor.decrypt(payload[start..<min(start + pieces, payload.count)], to: &output)
        }
        try decryptor.finish(to: &output)
        return output
    }

    @Test(arguments: [0, 1, 2, 65_535, 65_536, 65_537, 131_071, 131_072, 131_073, 200_000])
    func `every size around the chunk boundaries survives`(count: Int) throws {
        let plaintext = Samples.bytes(count: count)
        let file = try Samples.file(plaintext)
        #expect(try AgeFile.decrypt(file, with: .identities([Samples.identity()])) == plaintext)
        let chunkCount = max(1, (count + Self.chunk - 1) / Self.chunk)
        #expect(file.count == (try AgeFile(parsing: file).header.bytes.count) + 16 + count + 16 * chunkCount)
    }

    @Test(arguments: [7, 4096, 65_535, 65_536, 65_537, 65_552, 65_553, 150_000])
    func `the size of the pieces makes no difference`(pieces: Int) throws {
        let plaintext = Samples.bytes(count: 140_000)
        let payload = try encrypted(plaintext, pieces: pieces)
        #expect(payload == (try encrypted(plaintext, pieces: 1 << 20)))
        #expect(try decrypted(payload, pieces: pieces) == plaintext)
    }

    @Test(arguments: [0, 1, 65_536, 65_537])
    func `a payload cut off at a telling length is an error`(count: Int) throws {
        let payload = try encrypted(Samples.bytes(count: count), pieces: 1 << 20)
        let lengths =
            [0, 1, 15, 16, 17, 31, 32, 33, Self.sealedChunk, Self.sealedChunk + 15]
            + [16, 17, 32, 33, 48].map { Self.sealedChunk + $0 } + [payload.count - 1]
        for length in lengths where length < payload.count {
            #expect(Samples.code { _ = try decrypted(Array(payload.prefix(length))) } == .malformedPayload)
        }
    }

    @Test(arguments: [0, 1, 65_535, 65_536, 65_537])
    func `whatever follows the last chunk is an error`(count: Int) throws {
        let payload = try encrypted(Samples.bytes(count: count), pieces: 1 << 20)
        for extra in [[0], [UInt8](repeating: 0, count: 16), [UInt8](repeating: 1, count: 70_000), payload] {
            #expect(Samples.code { _ = try decrypted(payload + extra) } == .malformedPayload)
        }
    }

    @Test func `chunks left out, swapped or repeated are an error`() throws {
        let payload = try encrypted(Samples.bytes(count: 3 * Self.chunk), pieces: 1 << 20)
        let chunks = (0..<3).map { payload[(16 + $0 * Self.sealedChunk)..<(16 + ($0 + 1) * Self.sealedChunk)] }
        #expect(try decrypted(Self.nonce + chunks[0] + chunks[1] + chunks[2]).count == 3 * Self.chunk)
        for order in [[1, 0, 2], [0, 2], [2], [0, 1], [0, 0, 1, 2], [0, 1, 1, 2], [0, 1, 2, 2], [2, 1, 0]] {
            let payload = order.reduce(Self.nonce) { $0 + chunks[$1] }
            #expect(Samples.code { _ = try decrypted(payload) } == .malformedPayload)
        }
    }

    @Test func `an empty last chunk is an error unless it is the only one`() throws {
        #expect(try decrypted(try encrypted([], pieces: 1)) == [])
        // No writer of ours makes the other case; this seals it chunk by chunk.
        for (lastCount, isSound) in [(1, true), (0, false)] {
            var cipher = PayloadCipher(fileKey: Samples.fileKey, nonce: Self.nonce)
            var payload = Self.nonce
            try cipher.seal(Samples.bytes(count: Self.chunk)[...], isLast: false, to: &payload)
            try cipher.seal(Samples.bytes(count: lastCount)[...], isLast: true, to: &payload)
            #expect(Samples.code { _ = try decrypted(payload) } == (isSound ? nil : .malformedPayload))
        }
    }

    @Test func `a chunk that is not full is an error unless it is the last one`() throws {
        var cipher = PayloadCipher(fileKey: Samples.fileKey, nonce: Self.nonce)
        var payload = Self.nonce
        try cipher.seal([1, 2, 3], isLast: false, to: &payload)
        try cipher.seal([4, 5, 6], isLast: true, to: &payload)
        #expect(Samples.code { _ = try decrypted(payload) } == .malformedPayload)
    }

    @Test func `a payload without a last chunk is an error`() throws {
        for count in [1, Self.chunk] {
            var cipher = PayloadCipher(fileKey: Samples.fileKey, nonce: Self.nonce)
            var payload = Self.nonce
            try cipher.seal(Samples.bytes(count: count)[...], isLast: false, to: &payload)
            #expect(Samples.code { _ = try decrypted(payload) } == .malformedPayload)
        }
    }

    @Test func `nothing comes out behind a damaged chunk, however often it is asked for`() throws {
        var payload = try encrypted(Samples.bytes(count: 3 * Self.chunk), pieces: 1 << 20)
        payload[16 + Self.sealedChunk] ^= 1
        var output: [UInt8] = []
        var decryptor = AgePayloadDecryptor(fileKey: Samples.fileKey)
        var codes: [AgeError.Code] = []
        for start in stride(from: 0, to: payload.count, by: 10_000) {
            do {
                try decryptor.decrypt(payload[start..<min(start + 10_000, payload.count)], to: &output)
            } catch {
                codes.append(error.code)
            }
        }
        #expect(codes.count > 5 && codes.allSatisfy { $0 == .malformedPayload })
        #expect(output == Samples.bytes(count: Self.chunk))
        do {
            try decryptor.finish(to: &output)
            Issue.record("a damaged payload was finished")
        } catch {
            #expect(error.code == .malformedPayload)
        }
        #expect(output.count == Self.chunk)
    }
}
