internal import HTTPTypes
internal import HelperProtocol

/// A request for a token: https://distribution.github.io/distribution/spec/auth/token/ describes the GET, and `oauth/`
/// beside it the POST.
struct TokenRequest: Sendable {
    let request: HTTPRequest
    let body: [UInt8]
    /// Whether it contains a password or an identity token.
    let hasCredential: Bool

    /// The purpose of a token, which all requests for it share.
    struct Purpose: Sendable {
        var realm: HTTPAddress
        var service: String?
        var scopes: TokenScopes
        var clientID: String
        /// Whether to request an identity token in addition to the access token.
        var wantsIdentityToken = false
    }

    /// Returns a GET, with Basic if there is a password.
    ///
    /// The query begins with that of the realm.
    static func get(_ purpose: Purpose, password: LoginProof.Password?) -> TokenRequest {
        var fields: [(name: String, value: String)] = []
        if let service = purpose.service { fields.append(("service", service)) }
        fields += purpose.scopes.all.map { ("scope", $0) }
        if let password {
            fields += [("account", password.username), ("client_id", purpose.clientID)]
            if purpose.wantsIdentityToken { fields.append(("offline_token", "true")) }
        }
        let query = [purpose.realm.query, fields.isEmpty ? nil : FormEncoding.encode(fields)]
            .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "&")
        var request = HTTPRequest(
            method: .get,
            scheme: purpose.realm.origin.scheme,
            authority: purpose.realm.origin.authority,
            path: query.isEmpty ? purpose.realm.path : "\(purpose.realm.path)?\(query)"
        )
        request.headerFields[.accept] = "application/json"
        if let password {
            Authorization(value: password.basic, origin: purpose.realm.origin).add(to: &request)
        }
        return TokenRequest(request: request, body: [], hasCredential: password != nil)
    }

    /// Returns a POST of a user name and a password.
    static func post(_ purpose: Purpose, password: LoginProof.Password) -> TokenRequest {
        var fields = [
            ("grant_type", "password"), ("username", password.username), ("password", password.password.revealed),
        ]
        if purpose.wantsIdentityToken { fields.append(("access_type", "offline")) }
        return post(purpose, fields)
    }

    /// Returns a POST of an identity token, which is never part of an address, because servers log addresses.
    static func post(_ purpose: Purpose, identityToken: Secret) -> TokenRequest {
        post(purpose, [("grant_type", "refresh_token"), ("refresh_token", identityToken.revealed)])
    }

    private static func post(_ purpose: Purpose, _ grant: [(String, String)]) -> TokenRequest {
        var fields = grant + [("client_id", purpose.clientID)]
        if let service = purpose.service { fields.append(("service", service)) }
        if !purpose.scopes.all.isEmpty { fields.append(("scope", purpose.scopes.all.joined(separator: " "))) }
        var request = HTTPRequest(
            method: .post,
            scheme: purpose.realm.origin.scheme,
            authority: purpose.realm.origin.authority,
            path: purpose.realm.target
        )
        request.headerFields[.accept] = "application/json"
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        return TokenRequest(request: request, body: Array(FormEncoding.encode(fields).utf8), hasCredential: true)
    }
}
