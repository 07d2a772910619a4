internal import CSystemSupport
internal import SystemPackage

/// The kernel's user keyring (user-keyring(7)).
///
/// All sessions of the user share it, and other users cannot read it. It is never written to disk. A key disappears
/// after its timeout, with the user's last process, and at a restart.
package enum KernelKeyring {
    /// The largest size of a key in bytes (keyrings(7), type "user").
    package static let sizeLimit = 32_767

    /// Adds a key to the keyring, and replaces one with the same description.
    ///
    /// - Parameters:
    ///   - bytes: The key, of at most ``sizeLimit`` bytes.
    ///   - description: The name of the key, which is not secret.
    ///   - duration: The timeout of the key, at least one second.
    /// - Throws: Any error of add_key(2) and keyctl(2). Sandboxes and containers deny them, and some kernels lack them.
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

    /// Returns the key with this description, or nil if it does not exist, has expired or there is no keyring.
    package static func read(_ description: String) -> [UInt8]? {
        var length = -1
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: sizeLimit) { buffer, count in
            length = unsafe system_support_keyring_read(description, buffer.baseAddress, buffer.count)
            count = min(max(0, length), buffer.count)
        }
        return length > 0 && length <= sizeLimit ? bytes : nil
    }

    /// Removes the key with this description from the keyring.
    ///
    /// - Returns: Whether the key existed.
    @discardableResult
    package static func remove(_ description: String) -> Bool {
        unsafe system_support_keyring_remove(description) == 0
    }
}
