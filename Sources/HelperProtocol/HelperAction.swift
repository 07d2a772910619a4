/// The action that a helper is called with: its only argument.
///
/// Actions are case-sensitive.
public enum HelperAction: String, Sendable, CaseIterable {
    /// Stores credentials for a server.
    case store
    /// Looks up the credentials of a server.
    case get
    /// Removes the credentials of a server.
    case erase
    /// Lists the servers and their users.
    case list
    /// Prints the name and version of the helper.
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
