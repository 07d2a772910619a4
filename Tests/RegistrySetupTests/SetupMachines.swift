import Codecs
import PasswordStoreFormat
import RegistryDiagnostics
import RegistrySetup
import SystemSupport

/// Machines as values, for plans.
enum SetupMachines {
    static let key = GpgOwnKeys.Key(
        fingerprint: "A0B1C2D3E4F5A6B7C8D9A0B1C2D3E4F5A6B7C8D9",
        userID: "Ann <ann@example.org>"
    )

    /// A machine with docker and these helpers, all of which answer, and without a keyring and a password store.
    static func bare(
        _ config: String? = nil,
        installed: [String] = ["file"],
        change: (inout MachineFacts) -> Void = { _ in }
    ) -> SetupFacts {
        let content = config.map { ConfigFileFacts.Content.bytes(Array($0.utf8)) } ?? .missing
        var machine = MachineFacts(
            environment: ProcessEnvironment(["HOME": "/home/ann", "PATH": "/usr/bin"]),
            user: UserFacts(number: 1000, homeOwner: 1000),
            config: ConfigFileFacts(path: "/home/ann/.docker/config.json", content: content),
            keyring: KeyringFacts(bus: .none(lookedFor: nil), isHeadless: true),
            passwordStore: PasswordStoreFacts(directory: "/home/ann/.password-store", exists: false)
        )
        machine.helpers = ["file", "auto", "secretservice", "pass"].map { name in
            guard installed.contains(name) else { return HelperFacts(name: name) }
            let fails = name == "secretservice" || name == "pass"
            return HelperFacts(
                name: name,
                path: "/usr/bin/docker-credential-\(name)",
                get: fails ? .failed(status: 1) : .good,
                list: fails ? .failed(status: 1) : .good
            )
        }
        change(&machine)
        return SetupFacts(machine: machine, docker: DockerVersion(major: 29, minor: 8))
    }

    /// A desktop session with a keyring.
    static func desktop(_ collection: KeyringFacts.Collection, config: String? = nil) -> SetupFacts {
        bare(config, installed: ["file", "secretservice"]) { machine in
            machine.surroundings.isDesktop = true
            machine.keyring = KeyringFacts(bus: .reachable("/run/bus"), hasOwner: true, collection: collection)
            if case .unlocked = collection {
                machine.helpers = machine.helpers.map { $0.name == "secretservice" ? answering($0) : $0 }
            }
        }
    }

    /// A machine with pass, gpg and a password store.
    static func passwordStore(
        _ keys: [PasswordStoreFacts.Key]?,
        own: [GpgOwnKeys.Key] = [key],
        decrypts: Bool = true,
        config: String? = nil,
        change: (inout MachineFacts) -> Void = { _ in }
    ) -> SetupFacts {
        var facts = bare(config, installed: ["file", "pass"]) { machine in
            machine.passwordStore?.keys = keys
            if keys != nil, decrypts {
                machine.helpers = machine.helpers.map { $0.name == "pass" ? answering($0) : $0 }
            }
            change(&machine)
        }
        facts.ownKeys = own
        for name in own.map(\.fingerprint) + (keys ?? []).map(\.name) { facts.decryptsWithoutPrompt[name] = decrypts }
        return facts
    }

    private static func answering(_ helper: HelperFacts) -> HelperFacts {
        var helper = helper
        (helper.get, helper.list) = (.good, .good)
        return helper
    }
}

extension SetupFacts {
    /// The plan of a request, which the closure changes.
    func plan(_ change: (inout SetupRequest) -> Void = { _ in }) -> SetupPlan {
        var request = SetupRequest()
        change(&request)
        return SetupPlanner(self, request).plan()
    }
}
