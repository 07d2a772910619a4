/// The action that a helper is called with: its only argument.
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
    /// Standard input is never read for the other actions.
    public var readsInput: Bool {
        switch self {
        case .store, .get, .erase: true
        case .list, .version: false
        }
    }
}
