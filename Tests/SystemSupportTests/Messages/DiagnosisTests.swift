import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct DiagnosisTests {
    static let diagnoses: [Diagnosis] = [
        .notFoundInPath("docker-credential-x", role: "credential helper"),
        .notFoundInPath("gpg", package: "apt install gnupg"),
        .notExecutable("/usr/bin/x"), .permissiveMode("/home/a/store", [.ownerReadWrite, .groupRead], change: "600"),
        .foreignOwner("/home/a/store"), .noSpace(writing: "/home/a/store"), .readOnly(writing: "/home/a/store"),
        .damaged("/home/a/store", because: "line 3 is not JSON"), .timedOut("unlock the keyring", after: .seconds(1.5)),
        .locked("the keyring"), .locked("the keyring", unlockedBy: "gnome-keyring-daemon --unlock"),
        .noTerminal(toAskFor: "a passphrase"), .plaintextRefused("/home/a/.docker/config.json"),
        .plaintextRefused("/home/a/.docker/config.json", alternative: "or pass --allow-plaintext"),
        .homeUnknown(["HOME"]), .homeUnknown(["XDG_DATA_HOME", "HOME"]),
        .unusableVariable("HOME", because: "it is not an absolute path"), .hostNotFound("registry.example"),
    ]

    @Test(arguments: diagnoses)
    func `a message is one short line in lower case, and advice a sentence without a full stop`(diagnosis: Diagnosis) {
        #expect(diagnosis.message.utf8.count < 120)
        #expect(diagnosis.message.first?.isLowercase == true)
        for text in [diagnosis.message] + diagnosis.advice {
            #expect(text.last != ".")
            #expect(!text.contains("\n") && !text.contains(".."))
        }
        for sentence in diagnosis.advice { #expect(sentence.first?.isUppercase == true) }
    }

    @Test(arguments: [
        ("Run: chmod 600 'x'", "Run: chmod 600 'x'"), ("Log in again.", "Log in again"), ("See ..", "See .."),
        ("One. Two.", "One. Two"), ("a\nb", #"a\u{A}b"#), ("", ""),
    ])
    func `advice has no full stop at its end`(text: String, advice: String) {
        #expect(text.asAdvice == advice)
    }

    @Test func `advice in the sources begins with a capital letter and has no full stop at its end`() throws {
        // The strings after `advice:`, in brackets or alone.
        let advice = try Shell.run(
            #"""
            grep --recursive --null-data --only-matching --perl-regexp --no-filename --include='*.swift' \
                'advice: (\[[^\]]*\]|"(?:[^"\\]|\\.)*")' Sources Helpers Examples | tr '\0' '\n'
            """#,
            in: Repository.root
        )
        #expect(advice.split(separator: "\n").count > 100)
        let wrong = advice.split(separator: "\n").filter { line in
            line.contains(/[^.]\."\s*(?:,|\]|$)/) || line.contains(/^\s*(?:advice: )?\[?"[a-z]/)
        }
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "\n"))")
    }

    @Test(arguments: [
        (Duration.seconds(1), "1 second"), (.seconds(30), "30 seconds"), (.milliseconds(1500), "1.5 seconds"),
    ])
    func `durations are shown in seconds`(duration: Duration, text: String) {
        #expect(duration.inSeconds == text)
    }
}
