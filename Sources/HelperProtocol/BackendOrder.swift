internal import SystemSupport

/// The helpers that docker-credential-auto calls, in order of preference.
package struct BackendOrder: Sendable, Equatable {
    /// The variable with the order.
    package static let variable = "DOCKER_CREDENTIAL_AUTO_ORDER"

    /// The order if the variable is not set: the keyring of the session, then the password store, then a file.
    package static let standard = BackendOrder(names: ["secretservice", "pass", "file"])

    /// The name of docker-credential-auto itself, which is never one of its backends.
    package static let caller = "auto"

    /// The variable by which a backend's processes know that docker-credential-auto has called them.
    package static let callsVariable = "DOCKER_CREDENTIAL_AUTO_CALLS"

    /// The names after `docker-credential-`, each once and without ``caller``.
    package let names: [String]

    private init(names: [String]) {
        self.names = names
    }

    /// Reads the value of the variable: names that are separated by commas.
    ///
    /// - Parameter text: The value, or nil for ``standard``.
    /// - Throws: ``HelperError`` if a name cannot be that of a helper, or if no name is left.
    package init(_ text: String?) throws(HelperError) {
        guard let text else {
            self = .standard
            return
        }
        var names: [String] = []
        for part in text.split(separator: ",") {
            let words = part.split(separator: " ").map(String.init)
            guard let name = words.first else { continue }
            guard words.count == 1, HelperIdentity.isHelperName(name) else {
                throw Self.unusable("\"\(part)\" is not the name of a credential helper")
            }
            if name != Self.caller, !names.contains(name) { names.append(name) }
        }
        guard !names.isEmpty else { throw Self.unusable("it names no credential helper") }
        self.names = names
    }

    private static func unusable(_ reason: String) -> HelperError {
        HelperError(.failed, Diagnosis.unusableVariable(variable, because: reason))
    }
}
