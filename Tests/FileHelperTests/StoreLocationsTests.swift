import HelperProtocol
import SystemPackage
import SystemSupport
import Testing

@testable import EncryptedStore

@Suite struct StoreLocationsTests {
    @Test func `without any variable but HOME the directories are the usual ones`() throws {
        let locations = try Self.locations(["HOME": "/home/ann"])
        #expect(locations.store == "/home/ann/.local/share/docker-credential-file/credentials.age")
        #expect(locations.identity == "/home/ann/.local/state/docker-credential-file/identity.txt")
        #expect(locations.ownsStoreDirectory)
        #expect(!locations.isPlain)
        #expect(locations.recipients == nil)
        #expect(locations.passphrase == nil)
    }

    @Test func `XDG directories are used unless they are relative`() throws {
        let named = try Self.locations(["HOME": "/h", "XDG_DATA_HOME": "/data", "XDG_STATE_HOME": "/state"])
        #expect(named.store == "/data/docker-credential-file/credentials.age")
        #expect(named.identity == "/state/docker-credential-file/identity.txt")
        let relative = try Self.locations(["HOME": "/h", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "./state"])
        #expect(relative.store == "/h/.local/share/docker-credential-file/credentials.age")
        #expect(relative.identity == "/h/.local/state/docker-credential-file/identity.txt")
    }

    @Test func `an identity that systemd provides is used if the file exists`() throws {
        let variables = ["HOME": "/h", "CREDENTIALS_DIRECTORY": "/run/credentials/x.service"]
        let provided = try Self.locations(variables, present: true)
        #expect(provided.identity == "/run/credentials/x.service/docker-credential-file.identity")
        #expect(provided.isIdentityProvided)
        #expect(try Self.locations(variables).identity == "/h/.local/state/docker-credential-file/identity.txt")
        let named = try Self.locations(
            variables.merging(["DOCKER_CREDENTIAL_FILE_IDENTITY": "/key"]) { $1 },
            present: true
        )
        #expect(named.identity == "/key")
        #expect(!named.isIdentityProvided)
    }

    @Test func `a path that ends in json is in plain text and needs no home`() throws {
        let locations = try Self.locations(["DOCKER_CREDENTIAL_FILE_PATH": "/tmp/x/auth.json"])
        #expect(locations.isPlain)
        #expect(!locations.ownsStoreDirectory)
    }

    @Test func `paths that the user names need no home`() throws {
        let locations = try Self.locations([
            "DOCKER_CREDENTIAL_FILE_PATH": "/s/store.age", "DOCKER_CREDENTIAL_FILE_IDENTITY": "/k/identity",
            "DOCKER_CREDENTIAL_FILE_RECIPIENTS": "/r", "DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "/p",
        ])
        #expect(locations.store == "/s/store.age")
        #expect(locations.identity == "/k/identity")
        #expect(locations.recipients == "/r")
        #expect(locations.passphrase == "/p")
    }

    @Test(
        arguments: [
            "DOCKER_CREDENTIAL_FILE_PATH", "DOCKER_CREDENTIAL_FILE_IDENTITY", "DOCKER_CREDENTIAL_FILE_RECIPIENTS",
            "DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE",
        ])
    func `a relative path is refused by the name of its variable`(variable: String) {
        let error = #expect(throws: HelperError.self) { try Self.locations(["HOME": "/h", variable: "~/x.age"]) }
        #expect(error?.message == "cannot use \(variable): it is not an absolute path")
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "relative"]] as [[String: String]])
    func `a missing home is an error that says what to set`(variables: [String: String]) {
        let error = #expect(throws: HelperError.self) { try Self.locations(variables) }
        #expect(error?.message.contains("HOME") == true)
        #expect(error?.advice.joined().contains("DOCKER_CREDENTIAL_FILE_PATH") == true)
    }

    private static func locations(
        _ variables: [String: String],
        present: Bool = false
    ) throws(HelperError) -> StoreLocations {
        try StoreLocations(environment: ProcessEnvironment(variables)) { _ in present }
    }
}
