import AgeEncryption
import Codecs
package import HelperProtocol
import SystemPackage
package import SystemSupport

/// The recipients file: the keys of others that can decrypt the store, such as a backup key.
extension StoreFile {
    /// Adds a public key to the recipients file and encrypts the store to it.
    ///
    /// If there is no recipients file, one is created next to the settings file, which then names it.
    ///
    /// - Parameters:
    ///   - text: The key, `age1…`.
    ///   - environment: The variables of the process, which locate the settings file.
    /// - Returns: Whether it was added; false if the store is encrypted to it already.
    /// - Throws: ``HelperError`` for a text that is not a public key, or if a file cannot be changed.
    @discardableResult
    package func addRecipient(_ text: String, in environment: ProcessEnvironment) throws(HelperError) -> Bool {
        let recipient = try Self.recipient(text)
        guard try !keys.furtherRecipients().contains(recipient) else {
            // An interrupted command may have added the key to the file but not to the store, whose header does not
            // show its recipients.
            try reencrypt()
            return false
        }
        if keys.locations.recipients != nil {
            try changeRecipients {
                $0 + (($0.isEmpty || $0.last == UInt8(ascii: "\n")) ? [] : [UInt8(ascii: "\n")])
                    + Array("\(recipient)\n".utf8)
            }
            try reencrypt()
            return true
        }
        let path = try nameRecipientsFile(in: environment)
        let keys = StoreKeys(
            locations: self.keys.locations.with(recipients: path),
            rules: self.keys.rules,
            timeout: self.keys.timeout,
            unlockDuration: self.keys.unlockDuration,
            environment: self.keys.environment,
            diagnostics: self.keys.diagnostics
        )
        return try StoreFile(keys: keys).addRecipient(text, in: environment)
    }

    /// Removes a public key from the recipients file and encrypts the store without it.
    ///
    /// Older copies of the store can still be decrypted with it.
    ///
    /// - Returns: Whether it was in the file.
    /// - Throws: ``HelperError`` for a text that is not a public key, or if a file cannot be changed.
    @discardableResult
    package func removeRecipient(_ text: String) throws(HelperError) -> Bool {
        let recipient = try Self.recipient(text)
        guard try keys.furtherRecipients().contains(recipient) else {
            // An interrupted command may have removed it from the file only.
            try reencrypt()
            return false
        }
        try changeRecipients { file in
            Array(
                file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                    .filter { !$0.elementsEqual("\(recipient)".utf8) && !$0.elementsEqual("\(recipient)\r".utf8) }
                    .joined(separator: [UInt8(ascii: "\n")])
            )
        }
        try reencrypt()
        return true
    }

    private static func recipient(_ text: String) throws(HelperError) -> AgeRecipient {
        do {
            return try AgeRecipient(parsing: text)
        } catch {
            throw HelperError(
                .failed,
                "cannot use the recipient: \(error.message)",
                advice: ["Print the public key of an identity: age-keygen -y IDENTITY"]
            )
        }
    }

    private func changeRecipients(_ change: ([UInt8]) -> [UInt8]) throws(HelperError) {
        guard let path = keys.locations.recipients else { return }
        do throws(SystemError) {
            let target = try path.resolvingFinalLinks()
            let lock = try FileLock(beside: target, deadline: .after(keys.timeout))
            let present = try RegularFile.readIfPresent(target, limit: StoreKeys.sizeLimit)
            let expectation: AtomicFile.Expectation = if let present { .unchanged(present.status) } else { .nothing }
            try AtomicFile(target).replace(
                with: change(present?.bytes ?? []),
                expecting: expectation,
                holding: lock
            )
        } catch {
            throw HelperError(error, pathVariable: StoreLocations.recipientsVariable)
        }
    }

    /// Creates an empty recipients file beside the settings file, and names it there.
    private func nameRecipientsFile(in environment: ProcessEnvironment) throws(HelperError) -> FilePath {
        guard let settings = StoreSettings.path(in: environment) else {
            throw HelperError(.unavailable, .unknownHome(["XDG_CONFIG_HOME", "HOME"]))
        }
        let recipients = settings.parentDirectory.appending("recipients.txt")
        do {
            let target = try settings.resolvingFinalLinks()
            try AtomicFile.makeDirectories(target.parentDirectory)
            try keys.rules.checkPlace(of: settings, along: PathTrail(to: settings), isOurs: false)
            let lock = try FileLock(beside: target, deadline: .after(keys.timeout))
            _ = try AtomicFile(recipients).create(
                with: Array("# The store is encrypted to these keys too.\n".utf8),
                holding: lock
            )
            let present = try RegularFile.readIfPresent(target, limit: StoreKeys.sizeLimit)
            let document = try JSONDocument(parsing: present?.bytes ?? Array("{}\n".utf8))
            let changed = try document.setting([.exactly("recipients")], to: .string(recipients.string))
            let expectation: AtomicFile.Expectation = if let present { .unchanged(present.status) } else { .nothing }
            try AtomicFile(target).replace(with: changed, expecting: expectation, holding: lock)
        } catch let error as SystemError {
            throw HelperError(error, pathVariable: StoreLocations.recipientsVariable)
        } catch {
            throw error as? HelperError ?? HelperError(.damaged, .invalidFile(settings, because: "\(error)"))
        }
        return recipients
    }
}
