import AgeEncryption
import HelperProtocol
import SystemPackage
import SystemSupport

extension StoreKeys {
    /// Returns the keys of the identity file or of the identity command; nil if there is no such file.
    func readIdentities() throws(HelperError) -> [AgeIdentity]? {
        if let identities = known.identities { return identities }
        guard let bytes = try readIdentityBytes() else { return nil }
        let plaintext = AgeIdentityFile.isEncrypted(bytes) ? try unlockedIdentity(bytes) : bytes
        let identities = try parseIdentities(plaintext)
        known.identities = identities
        return identities
    }

    /// The bytes of the identity, as they are stored: keys, or an age file of keys that a passphrase protects.
    func readIdentityBytes() throws(HelperError) -> [UInt8]? {
        if let command = locations.identityCommand { return try run(command) }
        return try readKeyFile(
            locations.identity,
            isProvided: locations.isIdentityProvided,
            isOurs: locations.ownsIdentityDirectory
        )
    }

    func parseIdentities(_ bytes: [UInt8]) throws(HelperError) -> [AgeIdentity] {
        do {
            return try AgeIdentityFile(parsing: bytes).identities
        } catch {
            guard locations.identityCommand == nil else {
                throw HelperError(
                    .damaged,
                    "the output of \(locations.identity) is not an age identity: \(error.message)",
                    advice: [
                        "Run the \"identityCommand\" of the settings file in a shell: it must print what `age-keygen` writes"
                    ]
                )
            }
            throw HelperError(
                .damaged,
                "\(locations.identity) is not an age identity file: \(error.message)",
                advice: ["Restore it from a backup. It is what `age-keygen` writes"]
            )
        }
    }

    /// Runs the command, without a shell; its output is never part of a message.
    private func run(_ command: IdentityCommand) throws(HelperError) -> [UInt8] {
        let outcome: ChildProcess.Outcome
        do {
            outcome = try ChildProcess.run(
                program: command.program,
                arguments: command.arguments,
                environment: environment,
                deadline: .after(timeout),
                outputLimit: Self.sizeLimit,
                standardError: .inherit
            )
        } catch {
            throw HelperError(.unavailable, "cannot read the key: \(error)", advice: [Self.commandAdvice])
        }
        let failure: String? =
            switch outcome.termination {
            case .exited(0): nil
            case .exited(let status): "exit status \(status)"
            case .signalled(let signal): "it was ended by signal \(signal)"
            case .timedOut: Diagnosis.timedOutReason(after: timeout)
            case .outputTooLarge: "its output is larger than \(Self.sizeLimit) bytes"
            case .cancelled: "it was cancelled"
            }
        guard let failure else { return outcome.output }
        throw HelperError(
            outcome.termination == .timedOut ? .timedOut : .unavailable,
            "cannot read the key: \(command.program) failed: \(failure)",
            advice: [Self.commandAdvice]
        )
    }

    private static let commandAdvice = "Run the \"identityCommand\" of the settings file in a shell to see why"

    /// Creates the identity file, unless another process has just created it.
    func makeIdentity() throws(HelperError) -> [AgeIdentity] {
        let identity = AgeIdentity.generate()
        let path = locations.identity
        do {
            let target = try path.resolvingFinalLinks()
            try AtomicFile.makeDirectories(target.parentDirectory)
            try rules.checkPlace(of: path, along: PathTrail(to: path), isOurs: locations.ownsIdentityDirectory)
            // Two stores may share one key, and their locks do not exclude each other.
            let lock = try FileLock(beside: target, deadline: .after(timeout))
            let bytes = AgeIdentityFile.secretBytes(
                for: identity,
                created: AgeTimestamp(secondsSince1970: CurrentProcess.secondsSince1970)
            )
            guard try AtomicFile(target).create(with: bytes, holding: lock) else {
                return try readIdentities() ?? [identity]
            }
        } catch let error as SystemError {
            throw HelperError(error, pathVariable: StoreLocations.identityVariable)
        } catch {
            throw error as? HelperError ?? HelperError(.failed, "cannot create \(path)")
        }
        diagnostics.note(
            "created the key \(path); \(locations.store) is encrypted at rest with this key on this machine, which "
                + "protects copies of the store but not from someone who can read both files; back up the key"
        )
        return [identity]
    }

    func missingIdentity() -> HelperError {
        if (try? FileStatus(of: locations.store))?.kind == nil {
            return HelperError(
                .unavailable,
                "there is no key: neither \(locations.identity) nor the store exists",
                advice: ["Log in, which creates both: docker login REGISTRY"]
            )
        }
        return HelperError(
            .unavailable,
            "cannot decrypt \(locations.store): the key file \(locations.identity) is missing",
            advice: [
                "Restore the key file from a backup, or name it in \(StoreLocations.identityVariable)",
                "A new key would not decrypt the store: to start over, move the store away and log in again",
            ]
        )
    }
}
