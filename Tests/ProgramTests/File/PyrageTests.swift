import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Interoperation with pyrage, a third implementation of age, where `scripts/test.sh tools` could install it from PyPI.
@Suite(.enabled("pyrage is not installed: scripts/test.sh tools") { Pyrage.isInstalled }) struct PyrageTests {
    /// Runs a Python program that reads and writes files of a home directory.
    @discardableResult
    private func python(_ program: String, in home: Sandbox) throws -> String {
        try home.succeed(
            """
            umask 077; \(Pyrage.python) - <<'END'
            import pyrage
            def read(name): return open(name, "rb").read()
            def write(name, content): open(name, "wb").write(content)
            def identity(name): return pyrage.x25519.Identity.from_str(
                [line for line in read(name).decode().splitlines() if line.startswith("AGE")][0])
            \(program)
            END
            """
        )
    }

    @Test(.requires("age-keygen", "python3"))
    func `pyrage decrypts the store with its key, and with that of a further recipient`() throws {
        let home = try Sandbox()
        try home.succeed("age-keygen -o backup 2> /dev/null; age-keygen -y backup > recipients")
        try home.store("h", "u", "s", ["DOCKER_CREDENTIAL_FILE_RECIPIENTS": "\(home.root)/recipients"])
        for key in ["\(home.identity)", "backup"] {
            let content = try python(#"print(pyrage.decrypt(read("\#(home.store)"), [identity("\#(key)")]))"#, in: home)
            #expect(content.contains("dTpz"), "\(key)")
        }
    }

    @Test(.requires("python3")) func `a store that pyrage encrypted is read and written`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try python(
            #"""
            key = identity("\#(home.identity)")
            document = b'{"auths":{"g":{"auth":"djpx"}},"x":' + b"[" + b"1," * 100000 + b"1]}"
            write("\#(home.store)", pyrage.encrypt(document, [key.to_public(), pyrage.x25519.Identity.generate().to_public()]))
            """#,
            in: home
        )
        #expect(try home.helper("get", "g").output.text.contains(#""Secret":"q""#))
        try home.store("h", "u", "s")
        let content = try python(
            #"print(len(pyrage.decrypt(read("\#(home.store)"), [identity("\#(home.identity)")])))"#,
            in: home
        )
        #expect((Int(content.trimmed) ?? 0) > 200_000)
    }

    @Test(.requires("python3")) func `pyrage and the helper open each other's protected keys`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed(
            "cp -p \(home.identity) plain; printf 'horse\\n' | docker-creds key protect --passphrase-stdin"
        )
        let content = try python(
            #"print(pyrage.passphrase.decrypt(read("\#(home.identity)"), "horse") == read("plain"))"#,
            in: home
        )
        #expect(content == "True\n")
        try python(
            #"write("\#(home.identity)", pyrage.passphrase.encrypt(read("plain"), "cow", armored=True))"#,
            in: home
        )
        try home.succeed("printf 'cow\\n' | docker-creds unlock --passphrase-stdin")
        #expect(try home.helper("get", "h").output.text.contains(#""Secret":"s""#))
        try home.succeed("docker-creds lock")
    }
}

private enum Pyrage {
    private static let environment = Repository.tests.removingLastComponent().appending(".build-python-test")
    static let python = environment.appending("bin/python3")

    static var isInstalled: Bool { (try? FileStatus(of: environment.appending("installed"))) != nil }
}
