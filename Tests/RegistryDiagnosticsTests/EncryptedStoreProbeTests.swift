import SystemPackage
import SystemSupport
import TestSupport
import Testing

@testable import RegistryDiagnostics

/// What the probe of the encrypted file finds out about the place of its key.
@Suite struct EncryptedStoreProbeTests {
    /// A key of the age test vectors.
    private static let key = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX"

    /// Examines a store whose key is below a directory in which a script was run.
    private func examine(_ script: String) throws -> (facts: EncryptedStoreFacts, home: String) {
        let directory = try TemporaryDirectory()
        try directory.shell("umask 077; mkdir keys; echo \(Self.key) > keys/identity.txt; \(script)")
        let home = directory.path.string
        let environment = ProcessEnvironment([
            "HOME": home, "DOCKER_CREDENTIAL_FILE_IDENTITY": "\(home)/keys/identity.txt",
        ])
        return (try #require(EncryptedStoreProbe(environment: environment).examine()), home)
    }

    @Test(arguments: [
        ("mkdir keys/.stfolder", "Syncthing"), ("mkdir keys/.git", "git"),
        ("mkdir keys/.git keys/.stfolder", "Syncthing"),
        ("mkdir keys/.git; touch keys/.nextcloudsync.log keys/.owncloudsync.log", "ownCloud"),
    ])
    func `a key in a synchronized directory is found, and of two marks always the same one`(
        script: String,
        program: String
    ) throws {
        let (facts, home) = try examine(script)
        #expect(facts.synchronizer == .init(name: program, directory: "\(home)/keys"))
    }

    @Test func `a key in a directory without marks has no synchronizer`() throws {
        #expect(try examine("").facts.synchronizer == nil)
    }
}
