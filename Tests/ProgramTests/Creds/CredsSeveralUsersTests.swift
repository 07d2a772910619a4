import SystemSupport
import TestSupport
import Testing

/// `migrate` and `setup` with a password store that has several users for one registry, as Docker's own helper leaves it.
@Suite(.serialized, .requires("gpg", "pass", "expect")) struct CredsSeveralUsersTests {
    private static func home() throws -> PassHome {
        let store = try PassHome(
            "pass init me; mkdir -m 700 .docker; umask 077; echo '{\"credsStore\": \"pass\"}' > .docker/config.json"
        )
        for (server, user) in [("ghcr.io", "ann"), ("ghcr.io", "zoe"), ("quay.io", "ann")] {
            _ = try store.call(
                "store",
                #"{"ServerURL":"\#(server)","Username":"\#(user)","Secret":"hunter-\#(user)"}"#,
                program: PassHome.reference
            )
        }
        return store
    }

    private static func users(in store: PassHome) throws -> [String] {
        let names = try store.home.succeed("find .password-store -name '*.gpg' -printf '%f\\n' | sort")
        return names.split(separator: "\n").map { String($0.dropLast(4)) }
    }

    @Test func `without an answer a registry with two users stays, and neither login is lost`() throws {
        let store = try Self.home()
        for arguments in ["--dry-run", "--yes"] {
            let outcome = try store.home.shell("docker-creds migrate --from pass --to file \(arguments)")
            #expect(outcome.termination == .exited(1))
            #expect(
                outcome.errorOutput.text.contains("ghcr.io: docker-credential-pass has 2 users here, and erasing one"),
                "\(outcome.errorOutput.text)"
            )
        }
        #expect(try Self.users(in: store) == ["ann", "zoe"])
        #expect(try store.home.helper("list").output.text == "{\"quay.io\":\"ann\"}\n")

        let setup = try store.home.shell("docker-creds setup file --yes")
        #expect(setup.termination == .exited(1))
        #expect(try store.home.succeed("docker-creds get ghcr.io").hasPrefix("ghcr.io: user "))
        #expect(try Self.users(in: store) == ["ann", "zoe"])
    }

    @Test(arguments: [("n", false), ("y", true)])
    func `on a terminal it asks which login may be removed`(answer: String, isMoved: Bool) throws {
        let store = try Self.home()
        let said = try store.home.shell(
            """
            expect -c 'set timeout 60; spawn -noecho docker-creds migrate --from pass --to file
                expect "remove that of"; send "\(answer)\\r"
                expect "Move these credentials"; send "y\\r"; expect eof'
            """
        ).output.text
        #expect(said.contains("There are 2 users in docker-credential-pass for ghcr.io. Move the login of "), "\(said)")
        let listed = try store.home.helper("list").output.text
        #expect(listed.contains("ghcr.io") == isMoved && listed.contains("quay.io"), "\(listed)")
        #expect(try Self.users(in: store) == (isMoved ? [] : ["ann", "zoe"]))
    }
}
