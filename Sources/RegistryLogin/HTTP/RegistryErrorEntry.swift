internal import Codecs
internal import HelperProtocol

/// One entry of the error list that a registry sends with a refusal (OCI distribution specification, "Error Codes").
public struct RegistryErrorEntry: Sendable, Equatable {
    /// The code, such as `UNAUTHORIZED`; empty if the registry sent none.
    public let code: String

    /// The message for people; empty if the registry sent none.
    public let message: String

    /// Describes an entry.
    ///
    /// - Parameters:
    ///   - code: The code. Control characters in it become blanks, and a long one is cut.
    ///   - message: The message, treated alike.
    public init(code: String, message: String) {
        self.code = code.cut(to: 64).onOneLine
        self.message = message.cut(to: 256).onOneLine
    }

    private static let maximumCount = 5

    /// Reads the list in the body of a response.
    ///
    /// - Parameters:
    ///   - body: The body, of whatever type. A body that is no such list is an empty list.
    ///   - secrets: Texts that must not be shown, should the registry repeat one.
    /// - Returns: The first few entries.
    static func read(_ body: [UInt8], hiding secrets: [Secret]) -> [RegistryErrorEntry] {
        guard let document = try? JSONDocument(parsing: body), let list = document.root["errors"] else { return [] }
        return list.elements.prefix(maximumCount).compactMap { entry in
            let code = entry["code"]?.string ?? ""
            let message = entry["message"]?.string ?? ""
            guard !code.isEmpty || !message.isEmpty else { return nil }
            return RegistryErrorEntry(code: code.hiding(secrets), message: message.hiding(secrets))
        }
    }
}

extension RegistryErrorEntry: CustomStringConvertible {
    /// `UNAUTHORIZED: authentication required`.
    public var description: String {
        code.isEmpty || message.isEmpty ? code + message : "\(code): \(message)"
    }
}

extension String {
    /// The text, or `<redacted>` if one of the secrets is in it.
    ///
    /// The whole text, since what is left of it could still tell where the secret was and how long it is.
    fileprivate func hiding(_ secrets: [Secret]) -> String {
        let bytes = Array(utf8)
        let isTelling = secrets.contains { $0.withUTF8 { !$0.isEmpty && !bytes.ranges(of: $0).isEmpty } }
        return isTelling ? "\(Secret(""))" : self
    }
}
