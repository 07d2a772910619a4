internal import SystemSupport

/// A stanza for a passphrase (age specification, "The scrypt recipient type").
struct ScryptStanza {
    static let kind = "scrypt"
    static let saltByteCount = 16
    /// The valid work factors, which are base-two logarithms; the highest takes 1 TiB of memory.
    static let workFactors = 1...30
    private static let label = Array("age-encryption.org/v1/scrypt".utf8)

    private let salt: [UInt8]
    private let workFactor: Int
    private let body: [UInt8]

    /// Checks a stanza whose kind is ``kind``.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` unless there are two more arguments, 16 bytes of salt, a decimal
    ///   work factor and 32 bytes of body.
    init(_ stanza: AgeStanza) throws(AgeError) {
        guard stanza.arguments.count == 2,
            let salt = HeaderText.decode(Array(stanza.arguments[0].utf8)),
            salt.count == Self.saltByteCount,
            let workFactor = Self.workFactor(from: stanza.arguments[1]),
            stanza.body.count == FileKey.wrappedByteCount
        else {
            throw AgeError(.malformedHeader, "the header is malformed: a scrypt stanza breaks the rules of its type")
        }
        self.salt = salt
        self.workFactor = workFactor
        body = stanza.body
    }

    /// Returns the file key.
    ///
    /// - Throws: ``AgeError/Code/workFactorTooHigh`` or ``AgeError/Code/notEnoughMemory`` before the work is done;
    ///   ``AgeError/Code/wrongPassphrase``.
    func unwrap(with passphrase: [UInt8], limit: ScryptLimit) throws(AgeError) -> FileKey {
        try limit.check(workFactor, measure: Self.measure)
        guard !passphrase.isEmpty else { throw Self.wrongPassphrase }
        guard let wrapKey = Self.wrapKey(passphrase, salt: salt, workFactor: workFactor) else {
            throw Self.outOfMemory(workFactor)
        }
        guard let fileKey = FileKey.unwrapped(body, under: wrapKey) else { throw Self.wrongPassphrase }
        return fileKey
    }

    /// Returns a new stanza for a passphrase.
    ///
    /// - Throws: ``AgeError/Code/unusableRecipients`` for an empty passphrase, which the reference implementation also
    ///   rejects, or a work factor out of range; ``AgeError/Code/workFactorTooHigh``;
    ///   ``AgeError/Code/notEnoughMemory``.
    static func wrap(
        _ fileKey: FileKey,
        passphrase: [UInt8],
        workFactor: Int,
        limit: ScryptLimit,
        salt: [UInt8]
    ) throws(AgeError) -> AgeStanza {
        guard workFactors.contains(workFactor) else {
            throw AgeError(.unusableRecipients, "the scrypt work factor must be between 1 and 30")
        }
        guard !passphrase.isEmpty else {
            throw AgeError(.unusableRecipients, "the passphrase is empty")
        }
        try limit.check(workFactor, measure: measure)
        guard let wrapKey = wrapKey(passphrase, salt: salt, workFactor: workFactor),
            let body = fileKey.wrapped(under: wrapKey)
        else { throw outOfMemory(workFactor) }
        return AgeStanza(
            kind: kind,
            arguments: [String(decoding: HeaderText.encode(salt), as: UTF8.self), String(workFactor)],
            body: body
        )
    }

    private static let wrongPassphrase = AgeError(.wrongPassphrase, "\(Diagnosis.Phrase.wrongPassphrase) the file")

    private static func outOfMemory(_ workFactor: Int) -> AgeError {
        AgeError(
            .notEnoughMemory,
            "scrypt work factor \(workFactor) takes \(ScryptLimit.memory(for: workFactor) >> 20) MiB of memory, which the "
                + "system did not give"
        )
    }

    /// Measures the processor time for a work factor, which does not depend on other programs as wall-clock time does.
    private static func measure(_ workFactor: Int) -> Duration {
        let start = ProcessorTime.spent
        _ = wrapKey([0], salt: [], workFactor: workFactor)
        return ProcessorTime.spent - start
    }

    private static func wrapKey(_ passphrase: [UInt8], salt: [UInt8], workFactor: Int) -> SecretBytes? {
        KeyDerivation.key(from: passphrase, salt: label + salt, workFactor: workFactor)
    }

    /// Parses a decimal number without a sign or leading zeros; nil for any other text.
    private static func workFactor(from text: String) -> Int? {
        guard let first = text.utf8.first, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(first),
            text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        // A number that does not fit Int is well formed, and too high.
        return Int(text) ?? Int.max
    }
}
