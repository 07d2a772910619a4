import AgeEncryption
import HelperProtocol
import SystemPackage
import SystemSupport

extension StoreKeys {
    /// The keys of the identity file; nil if there is no such file.
    func readIdentities() throws(HelperError) -> [AgeIdentity]? {
        let bytes = try readKeyFile(
            locations.identity,
            isProvided: locations.isIdentityProvided,
            isOurs: locations.ownsIdentityDirectory
        )
        guard let bytes else { return nil }
        do {
            return try AgeIdentityFile(parsing: bytes).identities
        } catch {
            throw HelperError(
                .damaged,
                "\(locations.identity) is not an age identity file: \(error.message)",
                advice: ["Restore it from a backup. It is what `age-keygen` writes"]
            )
        }
    }

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
        HelperError(
            .unavailable,
            "cannot decrypt \(locations.store): the key file \(locations.identity) is missing",
            advice: [
                "Restore the key file from a backup, or name it in \(StoreLocations.identityVariable)",
                "A new key would not decrypt the store: to start over, move the store away and log in again",
            ]
        )
    }
}
