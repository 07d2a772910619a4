import HelperProtocol

@testable import docker_credential_secretservice

/// A suite that runs the policy on a keyring in memory.
protocol PolicySuite {
    var keyring: FakeKeyring { get }
    var notes: Notes { get }
}

extension PolicySuite {
    func policy() -> SecretServicePolicy {
        SecretServicePolicy(service: keyring, diagnostics: notes.diagnostics)
    }

    func server(_ text: String = "h") throws -> ServerURL { try ServerURL(text) }

    func store(_ username: String, _ secret: String, server: String = "h", in collection: String? = nil) throws {
        let credentials = Credentials(server: try ServerURL(server), username: username, secret: Secret(secret))
        try policy().store(credentials, in: collection)
    }
}
