#if SecretService && os(Linux)

/// A session with the provider, which defines the form of secrets on the bus.
protocol SecretSession {
    /// The session's object path.
    var path: String { get }

    /// Returns a secret in the form for the bus: `(oayays)`.
    func encode(_ secret: [UInt8]) throws(SecretServiceError) -> Variant

    /// Returns the secret in a value from the bus; nil if it is not for this session.
    func decode(_ encoded: Variant) -> [UInt8]?
}
#endif
