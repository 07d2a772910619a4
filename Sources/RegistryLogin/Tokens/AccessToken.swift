internal import Codecs
internal import HelperProtocol

/// A token for a registry, as issued by a token server.
struct AccessToken: Sendable, Equatable {
    /// The token for the registry.
    let value: Secret
    /// When it expires, as the time since 1970.
    let expiry: Duration
    /// How long it was valid when it was received.
    let lifetime: Duration
    /// The identity token that came with it; nil if there was none.
    let identityToken: Secret?

    /// The number of bytes of a response that are read; token servers send a few thousand.
    static let maximumAnswerSize = 128 * 1024

    /// The shortest lifetime that is assumed, also if the server names none (token specification).
    static let minimumLifetime: Duration = .seconds(60)

    /// The longest lifetime that is assumed, so that no sum overflows.
    private static let maximumLifetime: Duration = .seconds(31_536_000)

    init(value: Secret, expiry: Duration, lifetime: Duration, identityToken: Secret? = nil) {
        self.value = value
        self.expiry = expiry
        self.lifetime = lifetime
        self.identityToken = identityToken
    }

    /// Parses the response of a token server.
    ///
    /// - Parameters:
    ///   - body: The body of the response.
    ///   - server: The token server's name in the error.
    ///   - now: The time since 1970.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/malformedToken``, which quotes nothing of the body.
    init(reading body: [UInt8], from server: String, now: Duration) throws(LoginError) {
        func malformed(_ problem: String) -> LoginError {
            LoginError(.malformedToken, "\(server) sent \(problem)")
        }
        let root: JSONValue
        do {
            root = try JSONDocument(parsing: body).root
        } catch {
            throw malformed("a response that is not JSON")
        }
        // The newer name first: if both exist, registries must accept OAuth's.
        guard let text = [root["access_token"], root["token"]].compactMap({ $0?.string }).first(where: { !$0.isEmpty })
        else { throw malformed("a response without a token") }
        value = Secret(text)
        guard value.fitsIntoAField else { throw malformed("a token that no HTTP header field can hold") }

        let seconds = root["expires_in"]?.numberText.flatMap(Double.init) ?? 0
        let stated = seconds < 31_536_000 ? Duration.seconds(max(seconds, 0)) : Self.maximumLifetime
        let whole = max(stated, Self.minimumLifetime)
        // A token from the server's cache is older than its response. Clocks differ, so a time in the future means now.
        let issued = root["issued_at"]?.string.flatMap(RFC3339.sinceEpoch) ?? now
        let age = max(now - issued, .zero)
        expiry = now + max(whole - age, .zero)
        lifetime = whole
        identityToken = root["refresh_token"]?.string.flatMap { $0.isEmpty ? nil : Secret($0) }
    }

    /// Whether it is valid for another request; false shortly before it expires, because a request takes time.
    func isUsable(at now: Duration) -> Bool {
        now < expiry - min(lifetime / 10, .seconds(10))
    }
}
