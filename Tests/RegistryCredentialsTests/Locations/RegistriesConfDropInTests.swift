import Codecs
import SystemPackage
import SystemSupport
import Testing

@testable import RegistryCredentials

/// The drop-in files that make podman use a credential helper.
struct RegistriesConfDropInTests {
    private static let setting = #"credential-helpers = ["file", "containers-auth.json"]"#

    static let edits: [(before: String?, after: String)] = [
        (nil, "# Written by docker-creds.\n\(setting)\n"), ("", "# Written by docker-creds.\n\(setting)\n"),
        ("credential-helpers = ['a', # mine\n 'b']  # keep\n", "\(setting)  # keep\n"),
        (
            "\u{FEFF}# a\r\n\"credential-helpers\"=[]\r\n",
            "\u{FEFF}# a\r\n\"credential-helpers\"=" + #"["file", "containers-auth.json"]"# + "\r\n"
        ),
        (
            "# mine\nunqualified-search-registries = ['docker.io']\n\n[[registry]]\ncredential-helpers = ['not this']",
            "\(setting)\n# mine\nunqualified-search-registries = ['docker.io']\n\n[[registry]]\ncredential-helpers = ['not this']"
        ),
        ("\u{FEFF}[aliases]\n", "\u{FEFF}\(setting)\n[aliases]\n"),
    ]

    @Test(arguments: edits)
    func `an edit changes the value and nothing else`(before: String?, after: String) throws {
        let dropIn = RegistriesConfDropIn(
            naming: "file",
            in: RegistriesConf(credentialHelpers: [RegistriesConf.authFiles]),
            paths: []
        )
        #expect(dropIn.setting == Self.setting)
        let edited = try dropIn.edited(before.map { Array($0.utf8) })
        #expect(String(decoding: edited, as: UTF8.self) == after)
        #expect(try dropIn.edited(edited) == edited)
    }

    @Test(arguments: ["credential-helpers = ['a'", "[credential-helpers]\na = 1\n"])
    func `a file that is not TOML, or has a table of that name, is not edited`(text: String) {
        let dropIn = RegistriesConfDropIn(naming: "file", in: RegistriesConf(credentialHelpers: []), paths: [])
        #expect(throws: TOMLError.self) { try dropIn.edited(Array(text.utf8)) }
    }

    @Test(arguments: [
        (["containers-auth.json"], ["file", "containers-auth.json"]), (["pass"], ["file", "pass"]),
        (["pass", "file", "containers-auth.json"], ["file", "pass", "containers-auth.json"]),
        (["a\"b\\c\u{01}é"], ["file", "a\"b\\c\u{01}é"]),
    ])
    func `the helper comes first, and the others stay`(before: [String], after: [String]) throws {
        let dropIn = RegistriesConfDropIn(naming: "file", in: RegistriesConf(credentialHelpers: before), paths: [])
        #expect(dropIn.helpers == after)
        let value = try TOMLDocument(parsing: dropIn.edited(nil))[RegistriesConf.key]
        #expect(value == .array(after.map { .string($0) }))
    }

    @Test func `each podman has its file, and a variable that names another file is an error`() throws {
        func paths(_ variables: [String: String]) throws -> [String] {
            try RegistriesConfDropIn.paths(in: ProcessEnvironment(variables)).map(\.string)
        }
        let file = "containers/registries.conf.d/90-credential-helpers.conf"
        #expect(try paths(["HOME": "/home/ann"]) == ["/home/ann/.config/\(file)"])
        #expect(
            try paths(["HOME": "/home/ann", "XDG_CONFIG_HOME": "/home/ann/.config"]) == ["/home/ann/.config/\(file)"]
        )
        #expect(
            try paths(["HOME": "/home/ann", "XDG_CONFIG_HOME": "/cfg"]) == [
                "/cfg/\(file)", "/home/ann/.config/\(file)",
            ]
        )
        #expect(throws: CredentialStoreError.self) { try paths([:]) }
        #expect(throws: CredentialStoreError.self) {
            try paths(["HOME": "/home/ann", "CONTAINERS_REGISTRIES_CONF": "/a.conf"])
        }
    }

    @Test func `files are written, and restored unless another program has changed them`() throws {
        let home = try ConfigHome()
        defer { home.keep() }
        let environment = ProcessEnvironment(home.variables.merging(["XDG_CONFIG_HOME": home.path("cfg")]) { $1 })
        let names = ["cfg", ".config"].map { "\($0)/containers/registries.conf.d/90-credential-helpers.conf" }
        try home.write("# mine\n", to: names[1])
        let dropIn = RegistriesConfDropIn(
            naming: "file",
            in: try RegistriesConf(environment: environment),
            paths: try RegistriesConfDropIn.paths(in: environment)
        )
        let replaced = try dropIn.write()
        #expect(try home.read(names[0]).contains(Self.setting))
        #expect(try home.read(names[1]) == "\(Self.setting)\n# mine\n")
        #expect(try RegistriesConf(environment: environment).credentialHelpers == dropIn.helpers)
        dropIn.restore(replaced)
        #expect(try home.read(names[0]) == "")
        #expect(try home.read(names[1]) == "# mine\n")

        let again = try dropIn.write()
        try home.write("# of another program\n", to: names[1])
        dropIn.restore(again)
        #expect(try home.read(names[1]) == "# of another program\n")

        try home.write("a = [\n", to: names[1])
        let error = #expect(throws: CredentialStoreError.self) { try dropIn.write() }
        #expect(error?.code == .damaged)
        #expect(try home.read(names[0]) == "")
        #expect(try home.read(names[1]) == "a = [\n")
    }
}
