internal import Codecs
internal import HelperProtocol
internal import RegistryCredentials
internal import RegistryLogin

/// The result of a login, as text or JSON.
struct LoginReport {
    /// The outcome of a login.
    enum Result {
        /// The registry, or its token server, accepted the credential, which was saved.
        case saved(Credential, verifiedBy: LoginOutcome.Verifier?)
        /// The credential was saved, and no registry has verified it.
        case savedUnverified(Credential)
        /// The registry does not require authentication, so nothing was saved.
        case notRequired(HTTPOrigin)
        /// A helper supplies the credentials, so no login is needed.
        case notNeeded

        /// The credential that was saved.
        var credential: Credential? {
            switch self {
            case .saved(let credential, _), .savedUnverified(let credential): credential
            case .notRequired, .notNeeded: nil
            }
        }
    }

    let server: ServerAddress
    let result: Result
    /// The place of the credential.
    let place: CredentialStoreError.Place
    /// Whether it differs from the previous one.
    let changed: Bool
    /// The path of podman's file, if podman and skopeo got the login too.
    var podmanFile: String?

    /// Creates the report for a registry whose helper supplies credentials.
    static func notNeeded(_ server: ServerAddress, helper: String) -> LoginReport {
        LoginReport(server: server, result: .notNeeded, place: .init(helper: helper), changed: false)
    }

    /// Writes the report to standard output, and notes to standard error.
    func write(as format: OutputFormat) {
        let console = Console.current
        switch format {
        case .json: console.print(json)
        case .text: if let text { console.print(text) }
        }
        guard case .notRequired(let registry) = result else { return }
        console.report(
            Failure(
                "\(registry) does not require authentication; nothing was saved",
                advice: [
                    .command(
                        purpose: "Save the credentials anyway",
                        arguments: "login --save-unverified \(server.shortName)"
                    )
                ]
            )
        )
    }

    private var text: String? {
        switch result {
        case .saved(let credential, let verifier):
            "Login succeeded\(Self.note(on: verifier)). \(location(of: credential))\(sharing)"
        case .savedUnverified(let credential): "Saved without verification. \(location(of: credential))\(sharing)"
        case .notRequired: nil
        case .notNeeded:
            "No login needed: \(place.helper ?? "a credential helper") supplies credentials for \(server.shortName)."
        }
    }

    /// How the credential was verified, if the registry is open for reading.
    private static func note(on verifier: LoginOutcome.Verifier?) -> String {
        switch verifier {
        case .tokenServer(let origin): ", verified by the token server \(origin)"
        case .pushRequest: ", verified by asking for the right to push"
        case .registry, nil: ""
        }
    }

    private func location(of credential: Credential) -> String {
        let secret = credential.identityToken == nil ? "password" : "identity token"
        let location = place.helper.map { "by \($0)" } ?? "in plain text in \(place.file ?? "the config file")"
        return "The \(secret) for \(server.shortName) is stored \(location)."
    }

    private var sharing: String { podmanFile.map { " Podman and skopeo use it through \($0)." } ?? "" }

    private var json: JSONTree {
        let outcome =
            switch result {
            case .saved: "saved"
            case .savedUnverified: "savedUnverified"
            case .notRequired: "notRequired"
            case .notNeeded: "notNeeded"
            }
        return .object(
            [
                ("server", .string(server.shortName)), ("result", .string(outcome)), ("changed", .bool(changed)),
                ("file", .optional(place.helper == nil ? place.file : nil)), ("helper", .optional(place.helper)),
                ("podmanFile", .optional(podmanFile)),
            ] + (result.credential?.members ?? [])
        )
    }
}
