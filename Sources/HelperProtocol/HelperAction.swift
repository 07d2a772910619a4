/// What a helper is asked for: its one argument.
///
/// Actions are case-sensitive.
public enum HelperAction: String, Sendable, CaseIterable {
    case store
    case get
    case erase
    case list
    case version

    /// Whether the action has a payload on standard input.
    ///
    /// What a client writes for the others is never read.
    public var readsInput: Bool {
        switch self {
        case .store, .get, .erase: true
        case .list, .version: false
        }
    }
}
