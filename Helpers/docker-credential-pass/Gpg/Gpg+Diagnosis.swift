import HelperProtocol
import SystemSupport

extension Gpg {
    /// Finds out why a message could not be decrypted, with further calls of gpg where the status leaves it open.
    func cause(of status: GpgStatus) throws(HelperError) -> DecryptionFailure {
        let failure = status.decryptionFailure
        switch failure {
        case .noSecretKey(let keys):
            if let home = runner.missingGpgHome { return .missingHome(home) }
            return try causeOfMissingKey(keys)
        case .locked(let keys, _):
            guard let serial = try listSecretKey(keys).cardSerial(of: keys) else { return failure }
            return try isCardPresent() ? failure : .cardMissing(serial: serial)
        case .cardMissing:
            let keys = status.recipients
            return .cardMissing(serial: try listSecretKey(keys).cardSerial(of: keys))
        case .agentUnreachable:
            return .agentUnreachable(try listSecretKey(status.recipients).messageAboutAgent)
        default:
            return failure
        }
    }

    /// Tells a secret key that is not on this machine from an agent that could not be asked for it.
    ///
    /// gpg reports `NO_SECKEY` for both. When it lists the key, it reports `No agent running` for the latter.
    private func causeOfMissingKey(_ keys: [String]) throws(HelperError) -> DecryptionFailure {
        let listing = try listSecretKey(keys)
        switch listing.failure {
        case nil, GpgErrorCode.noSecretKey, GpgErrorCode.noPublicKey: return .noSecretKey(keys: keys)
        default: return .agentUnreachable(listing.messageAboutAgent)
        }
    }

    private func listSecretKey(_ keys: [String]) throws(HelperError) -> GpgSecretKeyListing {
        let outcome = try runner.run(
            program,
            options + Self.talking + ["--with-colons", "--list-secret-keys", "--"] + keys.prefix(1),
            environment: runner.environment.replacing(["LC_ALL": "C"]),
            waitingFor: "gpg to list a secret key"
        )
        return GpgSecretKeyListing(output: outcome.output, messages: outcome.errorOutput)
    }

    /// Whether a card is in a reader.
    ///
    /// gpg reports `CARDCTRL` for each reason why there is none.
    private func isCardPresent() throws(HelperError) -> Bool {
        let outcome = try runner.run(
            program,
            options + Self.common + ["--card-status"],
            waitingFor: "gpg to find the smart card"
        )
        return outcome.succeeded && !GpgStatus(parsing: outcome.errorOutput).lacksCard
    }
}
