/// An item of a keyring, as a search finds it.
struct SecretItem: Hashable, Sendable {
    /// The object path.
    let path: String
    /// Whether its secret can be read only after the keyring was unlocked.
    let isLocked: Bool

    init(_ path: String, isLocked: Bool = false) {
        self.path = path
        self.isLocked = isLocked
    }
}

/// An item that is to be.
struct NewSecretItem: Sendable, Equatable {
    /// What people see in their keyring's program.
    let label: String
    /// What it is found by.
    let attributes: [String: String]
    let secret: [UInt8]
}
