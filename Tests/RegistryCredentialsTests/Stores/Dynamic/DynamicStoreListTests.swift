import HelperProtocol
import RegistryCredentials
import Testing

struct DynamicStoreListTests {
    private func list(_ config: String) async throws -> [String] {
        let home = try ConfigHome(config)
        defer { home.keep() }
        try home.scripts.add("one", #"echo '{"a":"ann","b:443":"bob","https://c/":"<token>"}'"#)
        try home.scripts.add("two", #"echo '{"b":"zoe","z":"zed"}'"#)
        try home.scripts.add("failing", "echo hunter; exit 1")
        return try await home.store().list().map { entry in
            let place =
                entry.place.helper ?? entry.place.file.map { $0.split(separator: "/").last.map(String.init) ?? "" }
            let problem = entry.problem.map { " (\($0.code))" } ?? ""
            return "\(entry.key): \(entry.username ?? "-") in \(place ?? "nothing")\(problem)"
        }
    }

    /// In base64: `bob:hunter-bob`.
    private static let bob = #"{"auth":"Ym9iOmh1bnRlci1ib2I="}"#

    @Test func `without helpers the file is listed, and damaged entries with their problem`() async throws {
        #expect(
            try await list(#"{"auths":{"x":\#(Self.bob),"d":{"auth":"!"},"empty":{}}}"#)
                == ["d: - in config.json (damaged)", "x: bob in config.json"]
        )
        #expect(try await list("{}") == [])
    }

    @Test func `with a helper for all registries its list is used instead of the file`() async throws {
        #expect(
            try await list(#"{"credsStore":"one","auths":{"x":\#(Self.bob)}}"#)
                == [
                    "a: ann in docker-credential-one", "b:443: bob in docker-credential-one",
                    "https://c/: - in docker-credential-one",
                ]
        )
    }

    @Test func `a helper for one registry is used for it, and an empty name selects the file`() async throws {
        #expect(
            try await list(#"{"credsStore":"one","credHelpers":{"b":"two","a":""},"auths":{"A":\#(Self.bob)}}"#)
                == [
                    "A: bob in config.json", "b: zoe in docker-credential-two",
                    "https://c/: - in docker-credential-one",
                ]
        )
    }

    @Test func `a helper that fails is listed with its problem and hides no other entry`() async throws {
        #expect(
            try await list(#"{"credsStore":"failing","credHelpers":{"b":"two","e":"failing","f":"absent","g":7}}"#)
                == [
                    ": - in docker-credential-failing (failed)", "b: zoe in docker-credential-two",
                    "e: - in docker-credential-failing (failed)", "f: - in docker-credential-absent (unavailable)",
                    "g: - in config.json (damaged)",
                ]
        )
    }

    @Test(arguments: ["echo '{}'", "echo null", "echo unknown action; exit 1"])
    func `a registry whose helper lists nothing is listed without a user`(
        answer: String
    ) async throws {
        let home = try ConfigHome(#"{"credHelpers":{"ecr.example":"supplier"}}"#)
        defer { home.keep() }
        try home.scripts.add(
            "supplier",
            #"[ $1 = list ] && { \#(answer); exit; }; echo '{"Username":"AWS","Secret":"hunter"}'"#
        )
        let entries = try await home.store().list()
        #expect(entries.map(\.key) == ["ecr.example"])
        #expect(entries.map(\.isUsernameKnown) == [false] && entries.map(\.problem) == [nil])
        #expect(try await home.store().get(ServerAddress("ecr.example"))?.username == "AWS")
    }

    /// Comparing each registry with each entry would take a hundred million comparisons.
    @Test func `listing ten thousand registries calls each helper once`() async throws {
        let members = (0..<10_000).map { #""h\#($0).example":"\#($0 % 2 == 0 ? "even" : "odd")""# }
        let home = try ConfigHome(#"{"credHelpers":{\#(members.joined(separator: ","))}}"#)
        defer { home.keep() }
        for (name, rest) in [("even", 0), ("odd", 1)] {
            let list = "seq \(rest) 2 9999 | sed 's/.*/\"h&.example\":\"ann\"/' | paste -sd, | tr -d '\\n'"
            try home.scripts.add(name, "echo $1 >> \"$DIRECTORY/log\"; printf '{'; \(list); echo '}'")
        }
        #expect(try await home.store().list().count { $0.username == "ann" } == 10_000)
        #expect(try home.scripts.log() == ["list", "list"])
    }
}
