/// The note with which docker-credential-auto names the helper that returned the credentials of a `get`.
///
/// The reply of the protocol cannot contain it, so it is a line on standard error, which a client must request.
package struct AnsweringBackend: Sendable, Equatable {
    /// The variable that requests the note with the value 1.
    package static let variable = "DOCKER_CREDENTIAL_AUTO_EXPLAIN"

    /// The file name of the helper.
    package let helper: String

    private static let words = "the credentials are from "

    /// The note, without the name of the program that writes it.
    package var note: String { Self.words + helper }

    /// Creates a note about the helper with this file name.
    package init(helper: String) {
        self.helper = helper
    }

    /// Parses the note; nil if there is none.
    ///
    /// - Parameter errorOutput: The standard error of docker-credential-auto.
    package init?(errorOutput: [UInt8]) {
        let start = "docker-credential-\(BackendOrder.caller): \(Self.words)"
        let lines = String(decoding: errorOutput, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.hasPrefix(start) }) else { return nil }
        let helper = String(line.dropFirst(start.count))
        guard HelperIdentity.isHelperName(helper) else { return nil }
        self.helper = helper
    }
}
