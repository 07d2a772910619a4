/// One value or member name on the parser's tape: where it is, and where the tape goes on behind it.
///
/// A flat tape instead of a tree of nodes: parsing allocates two arrays whatever the document holds, and walking past a
/// value is one addition. A store of 10,000 entries is searched in the time that it takes to read it.
struct JSONToken: Sendable {
    enum Kind: Sendable {
        case null, `true`, `false`, number, object, array
        case string
        /// A string with at least one backslash, which must be decoded before it means anything.
        case escapedString
    }

    let kind: Kind
    /// The first byte, quotes and brackets included.
    let start: UInt32
    /// Behind the last byte.
    var end: UInt32
    /// The tape index behind this value and all that is in it.
    var next: UInt32

    var range: Range<Int> { Int(start)..<Int(end) }
}
