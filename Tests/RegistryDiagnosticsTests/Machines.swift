import RegistryDiagnostics
import SystemPackage
import SystemSupport
import TestSupport

/// Machines as values, for checks.
enum Machines {
    static let path = "/home/ann/.docker/config.json"

    /// A healthy machine: the file helper is configured in a config file with mode 0600.
    static func healthy(_ config: String = #"{"credsStore": "file", "auths": {"ghcr.io": {}}}"#) -> MachineFacts {
        var facts = MachineFacts(
            environment: ProcessEnvironment(["HOME": "/home/ann", "PATH": "/usr/bin"]),
            user: UserFacts(number: 1000, homeOwner: 1000),
            config: ConfigFileFacts(path: path, content: .bytes(Array(config.utf8)))
        )
        for helper in facts.config.text?.helpers ?? [] where !facts.helpers.contains(where: { $0.name == helper.name })
        {
            facts.helpers.append(working(helper.name))
        }
        return facts
    }

    /// The store of docker-credential-file with the key that opens it.
    static let encryptedStore = EncryptedStoreFacts(store: "/home/ann/s/credentials.age", keyFile: "/home/ann/k/key")

    /// The healthy machine with an encrypted file.
    static func healthy(encryptedStore: EncryptedStoreFacts) -> MachineFacts {
        var machine = healthy()
        machine.encryptedStore = encryptedStore
        return machine
    }

    /// A helper that works.
    static func working(_ name: String) -> HelperFacts {
        HelperFacts(
            name: name,
            path: "/usr/bin/docker-credential-\(name)",
            version: "docker-credential-\(name) (example) v1",
            get: .good,
            list: .good,
            listed: ["ghcr.io"]
        )
    }

    /// A machine whose `credsStore` names a helper that supplies credentials and stores none.
    static func supplying(
        _ name: String,
        listing listed: [String],
        _ servers: [String],
        replacement: String? = "file"
    ) -> MachineFacts {
        let entries = servers.map { "\"\($0)\": {}" }.joined(separator: ", ")
        var machine = healthy("{\"credsStore\": \"\(name)\", \"auths\": {\(entries)}}")
        machine.helpers = [working(name)]
        machine.helpers[0].listed = listed
        machine.replacementHelper = replacement
        return machine
    }

    /// A machine without WSL whose config file names a program of Windows.
    static func withWindowsProgram(replacement: String? = "file") -> MachineFacts {
        var machine = healthy(
            #"{"credsStore": "desktop.exe", "credHelpers": {"ghcr.io": "desktop.exe", "quay.io": "pass"}, "x": 1}"#
        )
        machine.helpers = [HelperFacts(name: "desktop.exe"), working("pass")]
        machine.replacementHelper = replacement
        return machine
    }

    /// A machine with docker-credential-auto, which finds some of its backends.
    static func auto(finding installed: Set<String>) -> MachineFacts {
        var machine = healthy(#"{"credsStore": "auto"}"#)
        for index in machine.helpers.indices where machine.helpers[index].name == "auto" {
            machine.helpers[index].backends = ["secretservice", "pass", "file"].map { name in
                HelperFacts.Backend(program: "docker-credential-\(name)", isInstalled: installed.contains(name))
            }
        }
        return machine
    }

    /// A healthy machine with an unlocked keyring, with optional changes.
    static func keyring(_ change: (inout KeyringFacts) -> Void = { _ in }) -> MachineFacts {
        var machine = healthy(#"{"credsStore": "secretservice"}"#)
        var keyring = KeyringFacts(
            bus: .reachable("/run/user/1000/bus"),
            hasOwner: true,
            collection: .unlocked(label: "login"),
            items: [item("ghcr.io", "ann", number: 1)].compactMap(\.self)
        )
        change(&keyring)
        machine.keyring = keyring
        return machine
    }

    /// An item of the keyring as docker-credential-secretservice stores it.
    static func item(
        _ server: String,
        _ username: String,
        number: Int,
        at modified: UInt64 = 0,
        isLocked: Bool = false
    ) -> KeyringFacts.Item? {
        KeyringFacts.Item(
            path: "/org/freedesktop/secrets/collection/login/\(number)",
            attributes: [
                "xdg:schema": "io.docker.Credentials", "docker_cli": "1", "server": server, "username": username,
            ],
            isLocked: isLocked,
            modified: modified,
            created: modified
        )
    }

    /// Entries of a password store, each newer than the one before.
    static func entries(_ users: String...) -> [PasswordStoreFacts.Entry] {
        users.enumerated().map { .init(username: $1, modified: .seconds($0 + 1), version: "\($0)") }
    }

    /// A healthy machine with pass, with optional changes.
    static func passwordStore(_ change: (inout PasswordStoreFacts) -> Void = { _ in }) -> MachineFacts {
        var machine = healthy(#"{"credsStore": "pass"}"#)
        var store = PasswordStoreFacts(
            directory: "/home/ann/.password-store",
            keys: [PasswordStoreFacts.Key(name: "ann@example.org", state: .usable, hasSecret: true)],
            agentAnswers: true,
            pinentry: "/usr/bin/pinentry",
            folders: [.init(name: "Z2hjci5pbw==", server: "ghcr.io", entries: entries("ann"))]
        )
        change(&store)
        machine.passwordStore = store
        return machine
    }

    /// The status of a real file with this mode and owner, for facts about files.
    static func status(mode: Int, owner: String = "1000", directory: Bool = false) throws -> FileStatus {
        let folder = try TemporaryDirectory()
        let make = directory ? "mkdir it" : "touch it"
        try folder.shell("\(make); chmod \(String(mode, radix: 8)) it; chown \(owner) it")
        return try FileStatus(of: folder.path.appending("it"))
    }
}
