import HelperProtocol

/// How an item says that it is a credential of Docker: the layout of all versions of the reference helper.
///
/// A schema is no more on the bus than the attribute `xdg:schema` (Secret Service API, "Lookup Attributes"; libsecret,
/// secret-schema.c), so that the items of libsecret's clients and ours are the same.
enum DockerItem {
    private static let schemaAttribute = "xdg:schema"
    private static let schema = "io.docker.Credentials"
    private static let serverAttribute = "server"
    private static let usernameAttribute = "username"
    private static let kindAttribute = "docker_cli"
    private static let kind = "1"
    /// Since 0.5.0 the reference lists by this attribute, so what lacks it is invisible there.
    private static let listingAttribute = "label"
    private static let listing = "Docker Credentials"

    /// What every version of the reference gave to each of its items.
    ///
    /// The schema is not searched for but looked at afterwards: a gnome-keyring that was never unlocked knows its items
    /// by hashes of their attributes, and gives each a schema of its own.
    static let allItems = [kindAttribute: kind]

    /// What every version of the reference gave to each item of this server.
    static func items(of server: ServerURL) -> [String: String] {
        allItems.merging([serverAttribute: server.text]) { $1 }
    }

    /// The item for these credentials.
    ///
    /// Its label is the bare URL: the reference's `list` takes the label for the URL, in every version.
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

    /// Whether these attributes are a credential's.
    ///
    /// A provider may search less exactly than it should.
    static func isCredential(_ attributes: [String: String]) -> Bool {
        attributes[schemaAttribute] == schema && attributes[kindAttribute] == kind
    }

    /// The server as it was stored; nil for one that no client could ask for, as it would be trimmed or refused.
    static func server(in attributes: [String: String]) -> ServerURL? {
        guard isCredential(attributes), let text = attributes[serverAttribute], let server = try? ServerURL(text),
            server.text.utf8.elementsEqual(text.utf8)
        else { return nil }
        return server
    }

    /// Whether these are the attributes of an item that does not tell them, because it is locked.
    static func isSilent(_ attributes: [String: String]?) -> Bool { attributes?[serverAttribute] == nil }

    /// The user, who may be missing from an item that was made by hand.
    static func username(in attributes: [String: String]) -> String {
        attributes[usernameAttribute] ?? ""
    }
}
