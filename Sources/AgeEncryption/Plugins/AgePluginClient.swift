/// Wraps and unwraps file keys with the keys of plugins.
package protocol AgePluginClient: Sendable {
    /// Lets a plugin wrap a file key for some of its keys.
    ///
    /// - Parameters:
    ///   - fileKey: The file key.
    ///   - keys: Recipients and identities of one plugin; not empty.
    /// - Returns: The stanzas, and the labels that all recipients of the file must share.
    /// - Throws: ``AgeError/Code/pluginFailed``.
    func wrap(_ fileKey: [UInt8], to keys: [AgePluginKey]) throws(AgeError) -> (stanzas: [AgeStanza], labels: [String])

    /// Lets a plugin unwrap the file key of a header.
    ///
    /// - Parameters:
    ///   - stanzas: All stanzas of the header; the plugin ignores those of other types.
    ///   - keys: Identities of one plugin; not empty.
    /// - Returns: The file key; nil if the file is not encrypted to these identities.
    /// - Throws: ``AgeError/Code/pluginFailed``.
    func unwrap(_ stanzas: [AgeStanza], with keys: [AgePluginKey]) throws(AgeError) -> [UInt8]?
}

/// Shows messages and questions of a plugin to the user.
package protocol AgePluginInterface: Sendable {
    /// Shows a message, such as "touch the key"; false if there is no terminal.
    func show(_ message: String) -> Bool
    /// Asks for one of two answers; nil if there is no terminal.
    func confirm(_ message: String, yes: String, no: String?) -> Bool?
    /// Asks for a text; nil if there is no terminal.
    func ask(_ message: String, isSecret: Bool) -> [UInt8]?
}
