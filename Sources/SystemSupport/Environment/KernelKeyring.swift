internal import CSystemSupport
internal import SystemPackage

/// The kernel's keyring of the user (user-keyring(7)): shared by all sessions, out of reach of other users, never on a
/// disk, and gone after a limit that the kernel keeps, with the user's last process, and after a restart.
package enum KernelKeyring {
    /// The most bytes of one key (keyrings(7), type "user").
    package static let sizeLimit = 32_767

    /// Puts a key into the keyring, in place of one of the same description.
    ///
    /// - Parameters:
    ///   - bytes: The key, of at most ``sizeLimit`` bytes.
    ///   - description: Its name, which is no secret.
    ///   - duration: How long it stays; at least a second.
    /// - Throws: What add_key(2) and keyctl(2) report. Sandboxes and containers refuse them; some kernels have none.
    package static func add(_ bytes: [UInt8], as description: String, for duration: Duration) throws(SystemError) {
        let seconds = UInt32(clamping: max(1, duration.components.seconds))
        try reporting("use the kernel's keyring") { () throws(Errno) in
            try calling {
                unsafe bytes.withUnsafeBytes {
                    unsafe system_support_keyring_add(description, $0.baseAddress, $0.count, seconds)
                }
            }
        }
    }

    /// The key of that description; nil if there is none, if its time is over, or where there is no keyring.
    package static func read(_ description: String) -> [UInt8]? {
        var length = -1
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: sizeLimit) { buffer, count in
            length = unsafe system_support_keyring_read(description, buffer.baseAddress, buffer.count)
            count = min(max(0, length), buffer.count)
        }
        return length > 0 && length <= sizeLimit ? bytes : nil
    }

    /// Takes the key of that description out of the keyring.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    package static func remove(_ description: String) -> Bool {
        unsafe system_support_keyring_remove(description) == 0
    }
}
