/// A value with key material, which `print`, string interpolation, `dump` and mirrors do not show.
package protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    /// The type's name only.
    package var description: String { "\(Self.self)(redacted)" }

    /// The type's name only.
    package var debugDescription: String { description }

    /// A mirror without children: `dump` walks mirrors, and would otherwise print the stored bytes.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
