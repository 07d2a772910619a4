/// A list of public keys in the form that `age -R` reads.
package struct AgeRecipientFile: Sendable, Equatable {
    /// The keys in the order of the file; at least one.
    package let recipients: [AgeRecipient]

    /// Reads the bytes of a recipients file.
    ///
    /// - Parameter file: One key a line; comments begin with `#`.
    /// - Throws: ``AgeError/Code/malformedRecipient`` with the line's number and never its content, also for a file
    ///   without any key.
    package init(parsing file: [UInt8]) throws(AgeError) {
        recipients = try AgeKeyLines.parse(file) { (line) throws(AgeError) in try AgeRecipient(parsing: line) }
        guard !recipients.isEmpty else {
            throw AgeError(.malformedRecipient, "the file holds no public key")
        }
    }
}
