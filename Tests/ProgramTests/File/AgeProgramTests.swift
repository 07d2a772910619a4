import SystemSupport
import TestSupport
import Testing

/// Interoperation with Debian's age, in both directions.
@Suite struct AgeProgramTests {
    private static let document = #"{"auths":{"h":{"auth":"dTpw"},"unknown":{"x":1}},"other":[1, 2]}"#

    @Test(.requires("age", "age-keygen")) func `age decrypts the store with the generated identity`() throws {
        let home = try Sandbox()
        try home.store("https://h", "u", "p")
        let content = try home.succeed("age -d -i \(home.identity) \(home.store)")
        #expect(content.contains(#""auth": "dTpw""#))
        let recipient = try home.succeed("age-keygen -y \(home.identity)").trimmed
        #expect(try home.succeed("cat \(home.identity)").contains("# public key: \(recipient)\n"))
    }

    @Test(
        .requires("age", "age-keygen"),
        arguments: [
            "age -r $recipient", "age -a -r $recipient", "age -R recipients", "age -r $recipient -R recipients",
        ]
    )
    func `a store that age encrypted is read, preserved, and still decrypted by age`(encrypt: String) throws {
        let home = try Sandbox()
        try home.succeed(
            """
            umask 077; mkdir -p $(dirname \(home.store)) $(dirname \(home.identity))
            age-keygen -o \(home.identity) 2>/dev/null
            recipient=$(age-keygen -y \(home.identity))
            { echo "# a comment"; echo; echo "$recipient"; age-keygen 2>/dev/null | age-keygen -y; } > recipients
            echo '\(Self.document)' | \(encrypt) > \(home.store)
            """
        )
        #expect(try home.helper("get", "h").output.text == #"{"ServerURL":"h","Username":"u","Secret":"p"}"# + "\n")
        try home.store("g", "v", "q")
        let content = try home.succeed("age -d -i \(home.identity) \(home.store)")
        #expect(
            content == Self.document.replacing(#""unknown":{"x":1}"#, with: #""unknown":{"x":1},"g":{"auth":"djpx"}"#)
                + "\n"
        )
    }

    @Test(.requires("age")) func `a store of more than one chunk is read and written`() throws {
        let home = try Sandbox()
        let secret = String(repeating: "0123456789abcdef", count: 16_384)
        try home.store("h", "u", secret)
        try home.store("g", "u", "small")
        #expect(try home.helper("get", "h").output.text.contains(secret))
        #expect(try home.succeed("age -d -i \(home.identity) \(home.store) | wc -c").trimmed.count == 6)
    }

    @Test(.requires("age", "age-keygen")) func `additional recipients can decrypt the store after the next write`()
        throws
    {
        let home = try Sandbox()
        try home.store("h", "u", "p")
        try home.succeed("age-keygen -o backup.txt 2>/dev/null; age-keygen -y backup.txt > recipients")
        let variables = ["DOCKER_CREDENTIAL_FILE_RECIPIENTS": "\(home.root)/recipients"]
        #expect(try !home.shell("age -d -i backup.txt \(home.store)").succeeded)
        try home.store("h", "u", "p", variables)
        #expect(try home.succeed("age -d -i backup.txt \(home.store)").contains("dTpw"))
        #expect(try home.helper("get", "h").succeeded)
        let missing = ["DOCKER_CREDENTIAL_FILE_RECIPIENTS": "\(home.root)/nowhere"]
        let outcome = try home.helper("store", #"{"ServerURL":"g","Username":"u"}"#, missing)
        #expect(outcome.output.text.contains("nowhere"))
    }

    @Test(.requires("age", "expect"))
    func `a passphrase decrypts a store that age encrypted, from a file and on the terminal`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            umask 077; mkdir -p $(dirname \(home.store)); echo '\(Self.document)' > document
            echo 'correct horse' > passphrase; echo wrong > wrong
            expect -c 'spawn sh -c "age -p -o \(home.store) document"
                expect "Enter passphrase"; send "correct horse\\r"
                expect "Confirm"; send "correct horse\\r"; expect eof' > /dev/null
            """
        )
        let file = ["DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "\(home.root)/passphrase"]
        #expect(try home.helper("get", "h", file).output.text.contains(#""Secret":"p""#))
        try home.store("g", "v", "q", file)
        #expect(try home.succeed("grep -c '^-> scrypt' -a \(home.store)") == "1\n")
        #expect(try home.helper("list", "", file).output.text == #"{"g":"v","h":"u"}"# + "\n")

        let wrong = try home.helper("get", "h", ["DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "\(home.root)/wrong"])
        #expect(wrong.output.text.contains("passphrase does not decrypt"))
        let nobody = try home.shell("printf h | setsid -w docker-credential-file get")
        #expect(nobody.output.text.contains("there is no terminal"), "\(nobody.output.text)")

        let typed = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn sh -c "printf h | docker-credential-file get > answer"
                expect "Passphrase"; send "correct horse\\r"; expect eof' > dialogue
            cat answer
            """
        )
        #expect(typed.contains(#""Secret":"p""#))
        #expect(try !home.succeed("cat dialogue").contains("horse"))
    }

    @Test(.requires("age", "expect")) func `age decrypts a store that was created with a passphrase file`() throws {
        let home = try Sandbox()
        try home.succeed("umask 077; echo 'correct horse' > passphrase")
        try home.store("h", "u", "p", ["DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "\(home.root)/passphrase"])
        let content = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn sh -c "age -d -o opened \(home.store)"
                expect "Enter passphrase"; send "correct horse\\r"; expect eof' > /dev/null
            cat opened; test ! -e \(home.identity)
            """
        )
        #expect(content.contains(#""auth": "dTpw""#))
    }
}
