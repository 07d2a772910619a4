import HelperProtocol
import PasswordStoreFormat
import Testing

@testable import docker_credential_pass

/// Parsing the status output of gpg 2.2 and 2.4.
@Suite struct GpgStatusTests {
    private static func status(_ lines: String...) -> GpgStatus {
        GpgStatus(parsing: Array(lines.map { "[GNUPG:] \($0)\n" }.joined().utf8))
    }

    @Test func `a decrypted message`() {
        let status = Self.status(
            "ENC_TO 05A24089AA86461A 18 0",
            "DECRYPTION_KEY B8FA 6023 u",
            "BEGIN_DECRYPTION",
            "DECRYPTION_INFO 2 9 0",
            "PLAINTEXT 62 1795239964 ",
            "DECRYPTION_OKAY",
            "GOODMDC",
            "END_DECRYPTION"
        )
        #expect(status.decrypted && !status.decryptionFailed && !status.isDamaged)
        #expect(status.recipients == ["05A24089AA86461A"])
    }

    @Test func `only complete lines of the status are parsed`() {
        let text = "gpg: [GNUPG:] DECRYPTION_OKAY\n[GNUPG:]DECRYPTION_OKAY\nDECRYPTION_OKAY\n[GNUPG:]\n[GNUPG:] \n\n"
        #expect(GpgStatus(parsing: Array(text.utf8)) == GpgStatus())
    }

    @Test func `output is a secret only if it has the length in the message`() {
        let bytes = Self.status("PLAINTEXT 62 1795239964 ", "PLAINTEXT_LENGTH 6", "DECRYPTION_OKAY")
        #expect(bytes.accepts(6) && !bytes.accepts(0) && !bytes.accepts(7))
        // gpg does not know the length of partial data, and converts line endings of text.
        let parts = Self.status("PLAINTEXT 62 1795239964 ")
        #expect(parts.accepts(9000) && !parts.accepts(0))
        #expect(Self.status("PLAINTEXT 74 1795239964 ", "PLAINTEXT_LENGTH 6").accepts(5))
        #expect(!Self.status("DECRYPTION_OKAY").accepts(6))
    }

    @Test(arguments: [
        ("-v --logger-fd 1 --a", "-v --a"), ("--logger-fd=1 -o x --output y --output=z", ""),
        ("--status-fd 1 --status-file=x --log-file /dev/stdout --logger-file x", ""),
        ("--homedir /x --trust-model always", "--homedir /x --trust-model always"), ("--output", ""), ("", ""),
    ])
    func `options that redirect gpg's messages or the secret are ignored`(given: String, kept: String) {
        #expect(Gpg.withoutRedirections(given.words) == kept.words)
    }

    static let failures: [(lines: [String], failure: DecryptionFailure)] = [
        (["ENC_TO AA 18 0", "NO_SECKEY AA", "DECRYPTION_FAILED"], .noSecretKey(keys: ["AA"])),
        (["ENC_TO AA 18 0", "ENC_TO BB 1 0", "NO_SECKEY AA", "NO_SECKEY BB"], .noSecretKey(keys: ["AA", "BB"])),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 83918950"], .locked(keys: ["AA"], .nowhereToAsk)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 83918929"], .locked(keys: ["AA"], .nowhereToAsk)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 83886179"], .locked(keys: ["AA"], .cancelled)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 83886278"], .locked(keys: ["AA"], .cancelled)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 67108875"], .locked(keys: ["AA"], .wrongPassphrase)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 83886142"], .locked(keys: ["AA"], .timedOut)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 67108949"], .locked(keys: ["AA"], .noPinentry)),
        (
            ["ENC_TO AA 1 0", "ENC_TO BB 1 0", "NO_SECKEY AA", "ERROR pkdecrypt_failed 83886179"],
            .locked(keys: ["BB"], .cancelled)
        ),
        (["ENC_TO AA 18 0", "PINENTRY_LAUNCHED 1 tty", "DECRYPTION_FAILED"], .locked(keys: ["AA"], .nowhereToAsk)),
        (["NODATA 1", "NODATA 2", "FAILURE decrypt 4294967295"], .damaged),
        (["NODATA 3"], .damaged),
        (["ENC_TO AA 18 0", "DECRYPTION_KEY B A u", "BADMDC", "DECRYPTION_FAILED"], .damaged),
        (["ENC_TO AA 18 0", "DECRYPTION_KEY B A u", "DECRYPTION_FAILED"], .damaged),
        (["FAILURE decrypt 33587281"], .reported(32849)),
        (["FAILURE gpg-exit 33554433"], .unknown),
        (["ENC_TO AA 18 0", "NEED_PASSPHRASE AA BB 18 0", "INQUIRE_MAXLEN 100"], .locked(keys: ["AA"], .nowhereToAsk)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 16810070"], .outOfSecureMemory),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 100663408"], .cardMissing(serial: nil)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 67108983"], .noCardDaemon),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 67108941"], .agentUnreachable(nil)),
        (["ENC_TO AA 18 0", "ERROR pkdecrypt_failed 100663426"], .reported(130)),
        ([], .unknown),
    ]

    @Test(arguments: failures)
    func `each failure has its own error`(lines: [String], failure: DecryptionFailure) {
        let status = GpgStatus(parsing: Array(lines.map { "[GNUPG:] \($0)\n" }.joined().utf8))
        #expect(status.decryptionFailure == failure)
        for canAsk in [true, false] {
            let error = HelperError(decrypting: "docker-credential-helpers/aA==/u", failure, canAsk: canAsk)
            #expect(error.message.contains("docker-credential-helpers/aA==/u"))
            #expect(!error.message.contains("not found") && !error.advice.isEmpty)
            if case .locked(let keys, _) = failure {
                #expect(error.code == .locked && error.message.contains("0x\(keys[0])"))
            }
        }
    }

    @Test func `unusable encryption keys`() {
        let status = Self.status("INV_RECP 10 me@host", "INV_RECP 1 A Name <a@b>", "INV_RECP", "FAILURE encrypt 53")
        #expect(
            status.invalidRecipients == [
                .init(reason: 10, key: "me@host"), .init(reason: 1, key: "A Name <a@b>"),
            ]
        )
        #expect(status.failure == 53 && !status.encrypted)
        #expect(Self.status("BEGIN_ENCRYPTION 2 9", "END_ENCRYPTION").encrypted)
    }

    @Test func `the serial number of a card is shown as it is printed on the card`() {
        let keys = [
            "sec:u:255:22:89F6C58B4A282D01:1:::u:::scESC:::+::ed25519:::0:",
            "ssb:u:255:18:36CCD91A03C6F472:1::::::e:::D2760001240103040006123456780000::cv25519::",
            "ssb:u:255:18:36CCD91A03C6F473:1::::::e:::some-token::cv25519::",
            "ssb:u:255:18:36CCD91A03C6F474:1::::::e:::#::cv25519::",
        ]
        let listing = GpgSecretKeyListing(output: Array(keys.joined(separator: "\n").utf8), messages: [])
        #expect(listing.cardSerial(of: ["36CCD91A03C6F472"]) == "0006 12345678")
        #expect(listing.cardSerial(of: ["36CCD91A03C6F473"]) == "some-token")
        #expect(listing.cardSerial(of: ["36CCD91A03C6F474", "89F6C58B4A282D01", "AA"]) == nil)
    }

    @Test func `signatures are valid for the key and its primary key`() {
        let status = Self.status("VALIDSIG 1111 2026-11-21 1795239964 0 4 0 22 8 00 2222", "GOODSIG 3333 name")
        #expect(status.validSignatures == ["1111", "2222"])
    }

    static let listings: [(listing: String, obstacle: GpgKeyListing.Obstacle)] = [
        ("", .unknown),
        ("tru::1:1795239974:0:3:1:5\n", .unknown),
        (listing("pub:r", "sc", "sub:r", "e"), .revoked(fingerprint: "F1")),
        (listing("pub:e", "sc", "sub:e", "e"), .expired(fingerprint: "F1", subkeys: [])),
        (listing("pub:e", "sc", "sub:e", "e", "2"), .expired(fingerprint: "F1", subkeys: ["F2"])),
        (listing("pub:u", "scSC"), .noEncryption(fingerprint: "F1")),
        (listing("pub:u", "scSC", "sub:e", "e", "2"), .encryptionExpired(fingerprint: "F1", subkeys: ["F2"])),
        (listing("pub:u", "scSC", "sub:r", "e"), .noEncryption(fingerprint: "F1")),
        (listing("pub:u", "scESCD", "sub:u", "e"), .disabled(fingerprint: "F1")),
        (listing("pub:-", "scESC", "sub:-", "e"), .other(fingerprint: "F1")),
    ]

    @Test(arguments: listings)
    func `an unusable key is recognised in its listing`(listing: String, obstacle: GpgKeyListing.Obstacle) {
        #expect(GpgKeyListing(parsing: Array(listing.utf8)).obstacle == obstacle)
        let error = HelperError.unusableKey("it's", obstacle, origin: "/s/.gpg-id")
        #expect(error.message.contains(#"'it'\''s'"#) && error.message.contains("/s/.gpg-id"))
        #expect(!error.advice.isEmpty)
    }

    private static func listing(
        _ primary: String,
        _ use: String,
        _ sub: String? = nil,
        _ subUse: String = "",
        _ end: String = ""
    ) -> String {
        let start = "\(primary):255:22:C60C72184986DF02:1795239963:::-:::\(use):::::ed25519:::0:\nfpr:::::::::F1:\n"
        return start + "uid:r::::1::2::name::::::::::0:\n"
            + (sub.map {
                "\($0):255:18:55F5199E4123E880:1795239963:\(end):::::\(subUse):::::cv25519::\nfpr:::::::::F2:\n"
            } ?? "")
    }
}
