internal import Codecs

/// The output of `gpg --list-secret-keys --with-colons` for a key, and its status lines.
///
/// Listing keys handles no secret, so the messages may be quoted.
struct GpgSecretKeyListing {
    private let output: [UInt8]
    private let messages: [String]
    /// The code of libgpg-error if the key could not be listed.
    let failure: Int?

    init(output: [UInt8], messages: [UInt8]) {
        self.output = output
        self.messages = messages.text.split(separator: "\n").map(String.init)
        failure = GpgStatus(parsing: messages).keyListingFailure
    }

    /// What gpg reports about its agent, such as `can't connect to the agent: Permission denied`.
    var messageAboutAgent: String? {
        let prefix = "gpg: "
        let words = messages.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        return words.first { $0.hasPrefix("can't connect to the agent") }
            ?? words.first { $0.contains(bytesOf: "agent") }
    }

    /// The serial number of the smart card that holds one of the keys; nil if none is on a card.
    ///
    /// Field 15 is the serial number for a key on a card, `+` for a key on disk and `#` for one that is not available
    /// (doc/DETAILS of GnuPG).
    func cardSerial(of keys: [String]) -> String? {
        for line in output.text.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count > 14, ["sec", "ssb"].contains(fields[0]), keys.contains(String(fields[4])),
                fields[14].utf8.count > 1
            else { continue }
            return Self.printedSerial(String(fields[14]))
        }
        return nil
    }

    /// Returns what is printed on an OpenPGP card: the manufacturer and the serial number in the application identifier
    /// (OpenPGP smart card application 3.4, section 4.2.1).
    private static func printedSerial(_ identifier: String) -> String {
        let digits = Array(identifier.utf8)
        guard digits.starts(with: "D27600012401".utf8), digits.count == 32 else { return identifier }
        return "\(Array(digits[16..<20]).text) \(Array(digits[20..<28]).text)"
    }
}
