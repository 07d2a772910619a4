internal import Codecs
internal import HelperProtocol
internal import RegistryCredentials

extension Explanation {
    /// The explanation as JSON: the credential that is used, and every place that was searched.
    var json: JSONTree {
        .object([
            ("server", .string(server.description)), ("answer", usedStep?.json ?? .null),
            ("findings", .array(steps.map(\.json))),
        ])
    }
}

extension LookupStep {
    var json: JSONTree {
        let credential = if case .credential(let credential) = content { credential } else { Credential?.none }
        return .object(
            [
                ("layer", .optional(layer)), ("file", .optional(place.path)), ("variable", .optional(place.variable)),
                ("helper", .optional(place.helper)), ("backend", .optional(place.backend)),
                ("key", .optional(place.key)), ("rule", .string(rule)), ("content", .string(content.name)),
            ] + (credential?.members ?? []) + [
                ("counts", .bool(self.credential != nil || error != nil)), ("description", .string(description)),
            ]
        )
    }
}

extension CredentialStoreError.Place {
    /// The path of the file; nil for a variable.
    fileprivate var path: String? { file.flatMap { $0.contains("/") ? $0 : nil } }

    /// The name of the variable; nil for a file.
    fileprivate var variable: String? { file.flatMap { $0.contains("/") ? nil : $0 } }
}

extension LookupStep.Content {
    /// One word for the content.
    fileprivate var name: String {
        switch self {
        case .credential: "credential"
        case .empty: "empty"
        case .nothing, .absent: "nothing"
        case .failed: "failed"
        case .notAsked: "notAsked"
        }
    }
}

extension Credential {
    /// The user and the kinds of secrets.
    var members: [(name: String, value: JSONTree)] {
        [("username", .optional(username)), ("kinds", .array(secrets.map { .string($0.kind) }))]
    }

    /// The kinds of secrets, in the order in which clients prefer them.
    var secrets: [(kind: String, secret: Secret)] {
        [("registryToken", registryToken), ("identityToken", identityToken), ("password", password)].compactMap {
            kind,
            secret in secret.map { (kind, $0) }
        }
    }
}

extension JSONTree {
    /// A text, or `null`.
    ///
    /// - Parameter text: The text.
    /// - Returns: The value.
    static func optional(_ text: String?) -> JSONTree { text.map { .string($0) } ?? .null }
}
