import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Many concurrent helpers, and helpers that are killed.
@Suite(.serialized) struct ConcurrencyTests {
    private static let scripts = Repository.tests.appending("ProgramTests/Scripts")

    @Test(arguments: ["store.age", "auth.json"])
    func `fifty processes that store different servers at once lose no entry`(name: String) throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_TIMEOUT": "120"])
        let variables = ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/\(name)"]
        try home.succeed(
            "sh \(Self.scripts)/store-at-once.sh \(BuiltPrograms.fileHelper) 50 https://server%d.example",
            variables
        )
        let list = try home.helper("list", "", variables).output.text
        for number in 1...50 {
            #expect(list.contains(#""https://server\#(number).example":"user\#(number)""#))
            let answer = try home.helper("get", "https://server\(number).example", variables).output.text
            #expect(answer.contains(#""Secret":"secret\#(number)""#))
        }
        #expect(try home.succeed("find . -name '.*.new'").isEmpty)
    }

    @Test func `fifty concurrent first stores create one key`() throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_TIMEOUT": "120"])
        try home.succeed("sh \(Self.scripts)/store-at-once.sh \(BuiltPrograms.fileHelper) 50 server%d")
        #expect(try home.helper("list").output.text.split(separator: ",").count == 50)
        #expect(try home.succeed("grep -c AGE-SECRET-KEY \(home.identity)") == "1\n")
    }

    @Test func `twenty concurrent stores of one server leave one complete entry`() throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_TIMEOUT": "120"])
        try home.succeed("sh \(Self.scripts)/store-at-once.sh \(BuiltPrograms.fileHelper) 20 https://one.example")
        let answer = try home.helper("get", "https://one.example").output.text
        let whole = (1...20).map {
            #"{"ServerURL":"https://one.example","Username":"user\#($0)","Secret":"secret\#($0)"}"# + "\n"
        }
        #expect(whole.contains(answer))
        #expect(try home.helper("list").output.text.split(separator: ",").count == 1)
    }

    @Test(.requires("python3")) func `five hundred kills leave the old or the new content and no open file`() throws {
        let home = try Sandbox()
        let seed = Int.random(in: 0...1_000_000)
        let outcome = try home.shell(
            "python3 \(Self.scripts)/kill-during-store.py \(BuiltPrograms.fileHelper) \(home.store) 500 \(seed)"
        )
        #expect(outcome.succeeded, "seed \(seed): \(outcome.output.text)\(outcome.errorOutput.text)")
        // The test proves nothing if every kill comes before or after the write.
        #expect(!outcome.output.text.contains("old 0 ") && !outcome.output.text.contains("new 0\n"), "seed \(seed)")
    }
}
