import HelperProtocol
import PasswordStoreFormat
import TestSupport
import Testing

@testable import docker_credential_pass

/// Faults of keys and stores: each has its own error, changes nothing, and is fixed by its advice.
@Suite(.requires("gpg", "pass", "git")) struct SetupTests {
    struct Fault: CustomTestStringConvertible {
        let prepare: String
        let words: String
        /// The command that fixes it; nil for the command in the advice with this prefix.
        var remedy: String?
        var advice = ""
        var testDescription: String { words }
    }

    private static let other = """
        export GNUPGHOME=$HOME/other; mkdir -m 700 other; key colleague; gpg --export colleague > colleague.key
        gpgconf --kill all; export GNUPGHOME=$HOME/gnupg
        """

    static let faults = [
        Fault(
            prepare: "mkdir -p .password-store",
            words: "has no .gpg-id",
            remedy: "key me; pass init me"
        ),
        Fault(
            prepare: "mkdir -p .password-store; echo '# nobody' > .password-store/.gpg-id",
            words: "names no key",
            remedy: "key me; pass init me"
        ),
        Fault(
            prepare: "\(other); key me; pass init colleague",
            words: "is not known to gpg",
            remedy: "gpg --import colleague.key; gpg --quick-lsign-key $(fingerprint colleague)"
        ),
        Fault(
            prepare: "\(other); key me; gpg --import colleague.key; pass init colleague",
            words: "gpg does not trust the key 'colleague'",
            remedy: "gpg --quick-lsign-key $(fingerprint colleague)"
        ),
        Fault(
            prepare: "key me; pass init me; printf '%s:2:\\n' $(fingerprint me) | gpg --import-ownertrust",
            words: "gpg does not trust the key 'me'",
            remedy: "printf '5\\ny\\n' | gpg --command-fd 0 --edit-key me trust quit"
        ),
        Fault(
            prepare: "key me future-default default seconds=1; pass init me; sleep 2",
            words: "has expired",
            advice: "If the key is yours: "
        ),
        Fault(
            prepare: """
                key me ed25519 sign; gpg --quick-add-key $(fingerprint me) cv25519 encr seconds=1; pass init me; sleep 2
                """,
            words: "has an encryption subkey that has expired",
            advice: "If the key is yours: "
        ),
        Fault(
            prepare: "key me ed25519 sign; pass init me",
            words: "has no encryption subkey",
            advice: "Add one: "
        ),
        Fault(
            prepare: """
                key me; pass init me; sed -i 's/^:-----/-----/' gnupg/openpgp-revocs.d/*.rev
                gpg --import gnupg/openpgp-revocs.d/*.rev
                """,
            words: "was revoked",
            remedy: "key new; pass init new"
        ),
        Fault(
            prepare: "key me; pass init me; printf 'disable\\nsave\\n' | gpg --command-fd 0 --edit-key me",
            words: "is disabled",
            remedy: "printf 'enable\\nsave\\n' | gpg --command-fd 0 --edit-key me"
        ),
    ]

    @Test(arguments: faults)
    func `each setup fault is named, and fixed by its advice`(fault: Fault) throws {
        let home = try GpgHome(fault.prepare)
        let before = try home.succeed("find .password-store | sort")
        let noVerify = ["DOCKER_CREDENTIAL_PASS_NO_VERIFY": "1"]
        let error = try home.error { try home.store("h", "u", "hunter2", noVerify) }
        #expect(error.message.contains(fault.words), "\(error.message)")
        #expect(!error.advice.isEmpty)
        #expect(try home.succeed("find .password-store | sort") == before)
        #expect(try home.list() == [])

        var remedy = fault.remedy
        if remedy == nil {
            let advice = try #require(error.advice.first { $0.hasPrefix(fault.advice) }, "\(error.advice)")
            remedy = String(advice.dropFirst(fault.advice.count))
        }
        try home.succeed(remedy ?? "")
        try home.store("h", "u", "hunter2", noVerify)
        #expect(try home.list() == ["h=u"])
    }

    @Test func `without a store reading finds nothing, and only writing fails`() throws {
        let home = try GpgHome("true")
        let error = try home.error { _ = try home.get("h") }
        #expect(error.message == HelperError.credentialsNotFound.message && error.code == .credentialsNotFound)
        #expect(error.advice.contains { $0.contains("pass init") })
        #expect(try home.list() == [])
        #expect(home.takeNotes().contains("pass init"))
        try home.helper().erase(ServerURL("h"))
        #expect(try home.error { try home.store("h", "u", "s") }.message.contains("there is no password store"))

        let strict = ["DOCKER_CREDENTIAL_STRICT": "1"]
        for call in [
            { _ = try home.get("h", strict) }, { _ = try home.list(strict) },
            { try home.helper(strict).erase(ServerURL("h")) }, { try home.store("h", "u", "s", strict) },
        ] {
            #expect(try home.error(call).code == .unavailable)
        }
    }

    @Test func `without gpg an existing entry is not reported as not found`() throws {
        let home = try GpgHome()
        try home.store("h", "u", "s")
        let bare = ["PATH": "/nonexistent"]
        #expect(try home.error { _ = try home.get("h", bare) }.message.contains("gpg not found in PATH"))
        #expect(try home.error { _ = try home.get("other", bare) }.code == .credentialsNotFound)
        #expect(try home.list(bare) == ["h=u"])
        try home.helper(bare).erase(ServerURL("h"))
        #expect(try home.error { try home.store("h", "u", "s", bare) }.message.contains("gpg not found in PATH"))
    }

    @Test func `a missing secret key is named, and nothing unreadable is stored`() throws {
        let home = try GpgHome(
            "\(Self.other); gpg --import colleague.key; pass init colleague"
        )
        let trusted = ["PASSWORD_STORE_GPG_OPTS": "--trust-model always"]
        let error = try home.error { try home.store("h", "u", "s", trusted) }
        #expect(error.message.contains("could not be read back") && error.message.contains("is not on this machine"))
        #expect(error.advice.contains { $0.contains("DOCKER_CREDENTIAL_PASS_NO_VERIFY=1") })
        #expect(try home.list() == [])
        try home.store("h", "u", "s", trusted.merging(["DOCKER_CREDENTIAL_PASS_NO_VERIFY": "1"]) { $1 })
        #expect(try home.list() == ["h=u"])
        #expect(try home.error { _ = try home.get("h") }.code == .denied)
        try home.succeed(
            "GNUPGHOME=other gpg --export-secret-keys colleague | gpg --import; GNUPGHOME=other gpgconf --kill all"
        )
        #expect(try home.get("h") == "u:s")
    }

    @Test func `a list of keys is used only with a valid signature`() throws {
        let home = try GpgHome("key me; key signer; key stranger; pass init me")
        let signer = try home.succeed("fingerprint signer").trimmingBlanks
        let variables = ["PASSWORD_STORE_SIGNING_KEY": "0000 \(signer)"]
        #expect(try home.error { try home.store("h", "u", "s", variables) }.message.contains("is not signed"))
        let sign = "cd .password-store; rm -f .gpg-id.sig; gpg --detach-sign --local-user"
        try home.succeed("\(sign) stranger .gpg-id")
        #expect(try home.error { try home.store("h", "u", "s", variables) }.message.contains("is not valid, or not by"))
        try home.succeed("\(sign) signer .gpg-id")
        try home.store("h", "u", "s", variables)
        #expect(try home.get("h", variables) == "u:s")
        try home.succeed("echo stranger >> .password-store/.gpg-id")
        #expect(try home.error { try home.store("h", "u", "t", variables) }.code == .denied)
        #expect(try home.get("h") == "u:s")
    }
}
