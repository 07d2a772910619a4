import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The conditions that several programs report, with placeholders for what differs, in the order of docs/messages.md.
struct Condition: Sendable {
    let name: String
    let diagnosis: Diagnosis

    init(_ name: String, _ diagnosis: Diagnosis) {
        self.name = name
        self.diagnosis = diagnosis
    }

    static let all: [Condition] = programs + files + waits + stores + settings

    private static let programs = [
        Condition("a program is not installed", .notFoundInPath("PROGRAM", role: "credential helper")),
        Condition("gpg is not installed", .gpgNotFound),
        Condition("a program is not executable", .notExecutable("PATH")),
        Condition("a program prints too much", .printedTooMuch("PROGRAM", limit: 8 << 20)),
    ]

    private static let files = [
        Condition("other users have access", .permissiveMode("PATH", [.ownerReadWrite, .groupRead], change: "600")),
        Condition("another user owns a file", .foreignOwner("PATH")),
        Condition("a file is invalid", .invalidFile("PATH", because: "REASON")),
        Condition("a store is damaged", .damaged("PATH", because: "REASON", advice: ["Restore it from a backup"])),
        Condition("a file that a variable names is missing", .missingFile("key file", "PATH", namedBy: "VARIABLE")),
        Condition("permission denied", .systemFailure(SystemError(.permissionDenied, "write", "DIRECTORY/FILE"))),
        Condition("no space left", .systemFailure(SystemError(.noSpace, "write", "DIRECTORY/FILE"))),
        Condition("a read-only file system", .systemFailure(SystemError(.readOnlyFileSystem, "write", "PATH"))),
        Condition("a path leads to something else", .systemFailure(SystemError(.isDirectory, "read", "PATH"))),
    ]

    private static let waits = [
        Condition("a wait is too long", .timedOut("PROGRAM get", after: .seconds(30), waitingFor: "PURPOSE")),
        Condition(
            "a lock is held too long",
            .systemFailure(
                SystemError(.timedOut, "lock", "PATH", because: "timed out after 30 seconds, because …"),
                alternative: "Or name another path in VARIABLE"
            )
        ),
    ]

    private static let stores = [
        Condition("a store or key is locked", .locked("STORE", unlockedBy: "COMMAND")),
        Condition(
            "a passphrase is needed, and there is no terminal",
            .lockedWithoutTerminal("STORE", unlockedBy: "COMMAND", advice: ["Name a file that holds it in VARIABLE"])
        ),
        Condition("another prompt without a terminal", .noTerminal(toAskFor: "the password", advice: ["ADVICE"])),
        Condition("a wrong passphrase", .wrongPassphrase(for: "PATH")),
        Condition("no session bus", .noSessionBus(because: "REASON")),
        Condition("no keyring", .noKeyring(because: "REASON")),
        Condition("no default keyring", .noDefaultKeyring),
        Condition("a locked keyring", .lockedKeyring()),
        Condition("no password store", .noPasswordStore(at: "DIRECTORY")),
        Condition("an uninitialized password store", .uninitializedPasswordStore("DIRECTORY")),
        Condition("a missing secret key", .missingSecretKey("KEY")),
    ]

    private static let settings = [
        Condition("plain text is refused", .plaintextRefused("password", in: "FILE")),
        Condition("no home directory", .unknownHome(["XDG_DATA_HOME", "HOME"])),
        Condition(
            "a variable with an invalid value",
            .unusableVariable("VARIABLE", because: "it is not a number of seconds", expected: "a number of seconds")
        ),
    ]
}

@Suite struct DiagnosisTests {
    @Test(arguments: Condition.all.map(\.diagnosis))
    func `a message is one short line in lower case, and advice a sentence without a full stop`(diagnosis: Diagnosis) {
        #expect(diagnosis.message.utf8.count < 120)
        #expect(diagnosis.message.first?.isLowercase == true || diagnosis.message.prefix { $0.isUppercase }.count > 2)
        for text in [diagnosis.message] + diagnosis.advice {
            #expect(text.last != ".")
            #expect(!text.contains("\n") && !text.contains(".."))
        }
        for sentence in diagnosis.advice { #expect(sentence.first?.isUppercase == true) }
    }

    @Test func `the page of messages lists each condition with its message and its advice`() throws {
        let page = try RegularFile.read(Repository.root.appending("docs/messages.md"), limit: 1 << 20).bytes.text
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") }.map(String.init)
        let expected = Condition.all.map { condition in
            let advice = condition.diagnosis.advice.map(\.asCode).joined(separator: "<br>")
            return "| \(condition.name) | \(condition.diagnosis.message.asCode) | \(advice) |"
        }
        // The header and the line below it come first.
        #expect(Array(rows.dropFirst(2)) == expected, "\(expected.joined(separator: "\n"))")
    }

    @Test(arguments: [
        "not found in PATH", "cannot execute", "printed more than", "other users have access",
        "belongs to another user",
        "timed out after", "there is no terminal", "the passphrase does not decrypt", "no session bus",
        "no keyring is running", "there is no default keyring", "there is no password store",
        "password store is not initiali", "is not on this machine", "refusing to save", "locate the home directory",
        "Free some space", "Allow more time", "gnome-keyring-daemon --replace",
    ])
    func `the words of a condition are written once in the sources`(words: String) throws {
        let lines = try Shell.run(
            "grep --recursive --line-number --fixed-strings --include='*.swift' -- '\(words)' Sources Helpers || true",
            in: Repository.root
        )
        let literals = lines.split(separator: "\n").filter { line in
            let code = line.split(separator: ":", maxSplits: 2).last ?? line
            return code.contains("\"") && !code.drop { $0 == " " }.hasPrefix("//")
        }
        #expect(!literals.isEmpty)
        #expect(literals.allSatisfy { $0.hasPrefix("Sources/SystemSupport/Messages/") }, "\(literals)")
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
        (.milliseconds(50), "50 milliseconds"), (.milliseconds(1), "1 millisecond"),
        (.microseconds(1), "less than a millisecond"),
    ])
    func `durations are shown in seconds`(duration: Duration, text: String) {
        #expect(duration.inSeconds == text)
    }
}

extension String {
    /// The text as code in a cell of a Markdown table.
    fileprivate var asCode: String {
        let mark = contains("`") ? "``" : "`"
        return mark + replacing("|", with: "\\|") + mark
    }
}
