/// A migration from one helper to another.
package struct HelperMove: Sendable, Equatable {
    /// The name of the helper that has the credentials.
    package let source: String
    /// The name of the helper that gets them.
    package let target: String
}
