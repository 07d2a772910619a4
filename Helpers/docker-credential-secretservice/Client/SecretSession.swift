#if SecretService && os(Linux)

/// How secrets go over the bus: a session that the provider knows by a path.
protocol SecretSession {
    /// The path by which the provider knows the session.
    var path: String { get }

    /// A secret as it goes over the bus: `(oayays)`.
    func encode(_ secret: [UInt8]) throws(SecretServiceError) -> Variant

    /// The secret in a value from the bus; nil if it is not for this session.
    func decode(_ encoded: Variant) -> [UInt8]?
}
#endif
