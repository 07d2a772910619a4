internal import Codecs
internal import SystemPackage
internal import SystemSupport

extension DocumentStore {
    /// Whether the file exists or the variable is set.
    var isPresent: Bool {
        if let variable { return variable() != nil }
        return (try? FileStatus(of: FilePath(name))) != nil
    }

    /// Why Docker ignores the whole of `DOCKER_AUTH_CONFIG`; nil if it does not, or this is a different document.
    ///
    /// Docker rejects unknown members, entries without `auth`, and text after the document (docker/cli 29,
    /// `cli/config/configfile/file.go`, `parseEnvConfig`). GitLab and this library still read such a variable.
    package var problemForDocker: CredentialStoreError? {
        guard let text = variable?(), let reason = Self.reasonForDocker(Array(text.utf8)) else { return nil }
        return CredentialStoreError(
            .damaged,
            "docker ignores \(name): \(reason)",
            at: .init(file: name),
            advice: [#"Leave nothing in it but {"auths": {"HOST": {"auth": "…"}}}"#]
        )
    }

    private static func reasonForDocker(_ bytes: [UInt8]) -> String? {
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            return error.reason == .trailingBytes ? "text follows the document" : "it is not JSON"
        }
        guard document.root.kind == .object else { return "it is not a JSON object" }
        for member in document.root.members {
            guard member.matches(JSONKey.foldingCase("auths")) else {
                return "it has the member \(member.name?.withoutUserInformation.shellQuoted ?? "with a damaged name")"
            }
            for entry in member.value.members {
                let name = entry.name?.withoutUserInformation ?? ""
                for part in entry.value.members where !part.matches(.foldingCase("auth")) {
                    return "its entry for \(name) has the member \((part.name ?? "").shellQuoted)"
                }
                guard entry.value["auth"]?.string?.isEmpty == false else {
                    return "its entry for \(name) has no \"auth\""
                }
            }
        }
        return nil
    }
}
