/// The note in which docker-credential-auto names the helper that returned the credentials of a `get`.
///
/// The protocol has no place for it in the reply, so it is a line on standard error, which a client asks for.
package struct AnsweringBackend: Sendable, Equatable {
    /// The variable that asks for the note, with the value 1.
    package static let variable = "DOCKER_CREDENTIAL_AUTO_EXPLAIN"

    /// The file name of the helper.
    package let helper: String

    private static let words = "the credentials are from "

    /// The note, without the name of the program that writes it.
    package var note: String { Self.words + helper }

    /// The backend with a file name.
    package init(helper: String) {
        self.helper = helper
    }

    /// Reads the note; nil if there is none of this form.
    ///
    /// - Parameter errorOutput: What docker-credential-auto wrote to standard error.
    package init?(errorOutput: [UInt8]) {
        let start = "docker-credential-\(BackendOrder.caller): \(Self.words)"
        let lines = String(decoding: errorOutput, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard let line = lines.first(where: { $0.hasPrefix(start) }) else { return nil }
        let helper = String(line.dropFirst(start.count))
        guard HelperIdentity.isHelperName(helper) else { return nil }
        self.helper = helper
    }
}
