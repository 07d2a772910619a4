/// A value that holds key material and is never shown by `print`, string interpolation, `dump` or a mirror.
package protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    /// The type's name only.
    package var description: String { "\(Self.self)(redacted)" }

    /// The type's name only.
    package var debugDescription: String { description }

    /// A mirror without children: `dump` walks mirrors, and would otherwise print the stored bytes.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
