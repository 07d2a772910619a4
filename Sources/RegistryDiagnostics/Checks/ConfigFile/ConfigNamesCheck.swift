internal import Codecs
internal import SystemSupport

/// C07: misspelled member names, and members of the wrong type.
package struct ConfigNamesCheck: DiagnosticCheck {
    package static let identifier = "C07"
    package static let title = "misspelled members of the config file"

    package init() {}

    private static let misspelled: [String: String] = [
        "credstore": "credsStore", "credentialsstore": "credsStore", "credentialstore": "credsStore",
        "credsstores": "credsStore", "credstores": "credsStore", "creds-store": "credsStore",
        "creds_store": "credsStore",
        "credhelper": "credHelpers", "credshelper": "credHelpers", "credshelpers": "credHelpers",
        "credentialhelpers": "credHelpers", "cred-helpers": "credHelpers", "cred_helpers": "credHelpers",
        "auth": "auths",
    ]

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        guard let text = machine.config.text, let bytes = machine.config.bytes else { return [] }
        let path = machine.config.path
        let names = Set(text.members.map { $0.name.lowercased() })
        return text.members.compactMap { member in
            let folded = member.name.lowercased()
            if let meant = Self.misspelled[folded] {
                return finding(
                    "\"\(member.name.escapedForDisplay)\" has no effect; the member is named \"\(meant)\"",
                    file: path,
                    line: member.line,
                    consequence: "docker ignores it",
                    remedy: Self.remedy(meant, isTaken: names.contains(meant.lowercased()), member.value),
                    fix: names.contains(meant.lowercased()) || !Self.hasType(member.value, for: meant)
                        ? nil : .content(of: path, from: bytes, to: Self.renaming(member.name, to: meant, in: text))
                )
            }
            guard ["auths", "credsstore", "credhelpers"].contains(folded), !member.value.isNull,
                !Self.hasType(member.value, for: folded)
            else { return nil }
            return finding(
                "\"\(member.name.escapedForDisplay)\" is not \(folded == "credsstore" ? "a string" : "an object")",
                file: path,
                line: member.line,
                consequence: "docker rejects the whole file",
                remedy: "Fix that line"
            )
        }
    }

    private static func remedy(_ meant: String, isTaken: Bool, _ value: JSONValue) -> String {
        if isTaken { return "Move its value to \"\(meant)\", and remove it" }
        guard !hasType(value, for: meant) else { return "Rename it" }
        return "Rename it, and make its value \(meant == "credsStore" ? "a string" : "an object")"
    }

    private static func hasType(_ value: JSONValue, for name: String) -> Bool {
        value.kind == (name.lowercased() == "credsstore" ? .string : .object)
    }

    /// Returns the text with the last member of a name renamed.
    private static func renaming(_ name: String, to meant: String, in text: ConfigText) -> [UInt8] {
        var bytes = text.document.bytes
        for member in text.document.root.members where member.name == name {
            bytes.replaceSubrange(member.key.range, with: "\"\(meant)\"".utf8)
            break
        }
        return bytes
    }
}
