/// A recipient or an identity of a plugin, such as one for a YubiKey, a TPM, a FIDO2 key or a cloud service (C2SP,
/// age-plugin.md, "Mapping recipients and identities to plugin binaries").
///
/// The text of an identity is treated as a secret, because it may contain one.
package struct AgePluginKey: Sendable, Hashable, Redacted {
    /// Whether it is a recipient or an identity.
    package enum Role: Sendable, Hashable {
        case recipient
        case identity
    }

    /// Whether it is a recipient or an identity.
    package let role: Role
    /// The name of the plugin, in lower case.
    package let name: String
    /// `age1NAME1…` or `AGE-PLUGIN-NAME-1…`.
    package let text: String

    /// The name of the program, which is searched for in absolute directories of `PATH`.
    package var program: String { "age-plugin-\(name)" }

    private static let identityPrefix = "AGE-PLUGIN-"
    private static let recipientPrefix = "age1"

    /// Creates a key from its parts; nil if they do not name a plugin.
    init?(_ decoded: Bech32, role: Role) {
        let prefix = decoded.humanReadablePart
        switch role {
        case .recipient:
            guard prefix.hasPrefix(Self.recipientPrefix) else { return nil }
            name = String(prefix.dropFirst(Self.recipientPrefix.count))
            text = decoded.text
        case .identity:
            guard prefix.hasPrefix(Self.identityPrefix), prefix.hasSuffix("-") else { return nil }
            name = prefix.dropFirst(Self.identityPrefix.count).dropLast().lowercased()
            text = decoded.text.uppercased()
        }
        self.role = role
        // The name becomes part of a file name, so it may not contain characters of paths, as in age's own plugin
        // client.
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isNameByte) else { return nil }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }
}
