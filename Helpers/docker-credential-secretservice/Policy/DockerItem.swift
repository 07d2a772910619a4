import HelperProtocol

/// The layout of items with Docker's credentials, as in all versions of the reference helper.
///
/// On the bus a schema is only the attribute `xdg:schema` (Secret Service API, "Lookup Attributes"; libsecret,
/// secret-schema.c), so that libsecret's clients see the same items.
enum DockerItem {
    private static let schemaAttribute = "xdg:schema"
    private static let schema = "io.docker.Credentials"
    private static let serverAttribute = "server"
    private static let usernameAttribute = "username"
    private static let kindAttribute = "docker_cli"
    private static let kind = "1"
    /// Since version 0.5.0 the reference lists only items with this attribute.
    private static let listingAttribute = "label"
    private static let listing = "Docker Credentials"

    /// The attribute that every version of the reference gives to each item.
    ///
    /// The schema is not part of the search: before it is unlocked for the first time, gnome-keyring knows its items by
    /// hashes of their attributes and gives each its own schema.
    static let allItems = [kindAttribute: kind]

    /// The attributes that every version of the reference gives to each item of a server.
    static func items(of server: ServerURL) -> [String: String] {
        allItems.merging([serverAttribute: server.text]) { $1 }
    }

    /// The item for these credentials.
    ///
    /// Its label is the bare URL: in every version of the reference, `list` takes the label for the URL.
    static func item(for credentials: Credentials) -> NewSecretItem {
        let attributes = [
            schemaAttribute: schema, usernameAttribute: credentials.username, listingAttribute: listing,
        ]
        return NewSecretItem(
            label: credentials.server.text,
            attributes: items(of: credentials.server).merging(attributes) { $1 },
            secret: credentials.secret.withUTF8 { $0 }
        )
    }

    /// Whether these are the attributes of a credential.
    ///
    /// A provider's search may return other items.
    static func isCredential(_ attributes: [String: String]) -> Bool {
        attributes[schemaAttribute] == schema && attributes[kindAttribute] == kind
    }

    /// Returns the server; nil for one that no client can ask for, as the protocol would trim or reject it.
    static func server(in attributes: [String: String]) -> ServerURL? {
        guard isCredential(attributes), let text = attributes[serverAttribute], let server = try? ServerURL(text),
            server.text.utf8.elementsEqual(text.utf8)
        else { return nil }
        return server
    }

    /// Whether these are the attributes of a locked item that does not reveal them.
    static func isSilent(_ attributes: [String: String]?) -> Bool { attributes?[serverAttribute] == nil }

    /// Returns the user, which an item made by hand may lack.
    static func username(in attributes: [String: String]) -> String {
        attributes[usernameAttribute] ?? ""
    }
}
