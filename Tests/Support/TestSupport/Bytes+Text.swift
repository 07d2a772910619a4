extension [UInt8] {
    /// The bytes as text, for comparisons and messages.
    ///
    /// Invalid UTF-8 is shown as U+FFFD.
    package var text: String { String(decoding: self, as: UTF8.self) }
}
