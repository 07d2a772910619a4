/// A recipient or an identity whose keys a plugin has: a YubiKey, a TPM, a FIDO2 key or a cloud service (C2SP,
/// age-plugin.md, "Mapping recipients and identities to plugin binaries").
///
/// An identity may hold secrets or none; its text is treated as one.
package struct AgePluginKey: Sendable, Hashable, Redacted {
    /// Which of the two it is.
    package enum Role: Sendable, Hashable {
        case recipient
        case identity
    }

    /// Which of the two it is.
    package let role: Role
    /// The name of the plugin, in lower case.
    package let name: String
    /// `age1NAME1…` or `AGE-PLUGIN-NAME-1…`.
    package let text: String

    /// The name of the program, which is looked for in absolute directories of `PATH`.
    package var program: String { "age-plugin-\(name)" }

    private static let identityPrefix = "AGE-PLUGIN-"
    private static let recipientPrefix = "age1"

    /// The key of these parts; nil if they name no plugin.
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
        // The name becomes that of a program: nothing that a path could be made of, as in age's own plugin client.
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
