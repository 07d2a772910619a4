/// An item of a keyring that a search found.
struct SecretItem: Hashable, Sendable {
    /// The object path.
    let path: String
    /// Whether the keyring must be unlocked before its secret can be read.
    let isLocked: Bool

    init(_ path: String, isLocked: Bool = false) {
        self.path = path
        self.isLocked = isLocked
    }
}

/// An item to create.
struct NewSecretItem: Sendable, Equatable {
    /// The text that the keyring's program shows.
    let label: String
    /// The attributes that a search finds it by.
    let attributes: [String: String]
    let secret: [UInt8]
}
