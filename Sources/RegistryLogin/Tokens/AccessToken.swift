internal import Codecs
internal import HelperProtocol

/// What a token server gave.
struct AccessToken: Sendable, Equatable {
    /// The token for the registry.
    let value: Secret
    /// Until when it is good, as the time since 1970.
    let expiry: Duration
    /// How long it was good when it came.
    let lifetime: Duration
    /// The identity token that came with it.
    let identityToken: Secret?

    /// How much of an answer is read; what Docker's and other token servers send is a few thousand bytes.
    static let maximumAnswerSize = 128 * 1024

    /// The least that a token is taken to be good for, and the time if the server names none (token specification).
    static let minimumLifetime: Duration = .seconds(60)

    /// The most, so that no sum overflows.
    private static let maximumLifetime: Duration = .seconds(31_536_000)

    init(value: Secret, expiry: Duration, lifetime: Duration, identityToken: Secret? = nil) {
        self.value = value
        self.expiry = expiry
        self.lifetime = lifetime
        self.identityToken = identityToken
    }

    /// Reads the answer of a token server.
    ///
    /// - Parameters:
    ///   - body: The body of the response.
    ///   - server: The token server, for the error.
    ///   - now: The time since 1970.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/malformedToken``. Nothing of the body is in it.
    init(reading body: [UInt8], from server: HTTPOrigin, now: Duration) throws(LoginError) {
        func malformed(_ problem: String) -> LoginError {
            LoginError(.malformedToken, "the answer of the token server \(server) \(problem)")
        }
        let root: JSONValue
        do {
            root = try JSONDocument(parsing: body).root
        } catch {
            throw malformed("is not JSON")
        }
        // The newer name first: where both are there, OAuth's is the one that a registry must take.
        guard let text = [root["access_token"], root["token"]].compactMap({ $0?.string }).first(where: { !$0.isEmpty })
        else { throw malformed("has no token in it") }
        value = Secret(text)
        guard value.fitsIntoAField else { throw malformed("has a token that no header field can hold") }

        let seconds = root["expires_in"]?.numberText.flatMap(Double.init) ?? 0
        let stated = seconds < 31_536_000 ? Duration.seconds(max(seconds, 0)) : Self.maximumLifetime
        let whole = max(stated, Self.minimumLifetime)
        // A token out of the server's cache is older than its answer. Clocks differ, so a time to come counts as now.
        let issued = root["issued_at"]?.string.flatMap(RFC3339.sinceEpoch) ?? now
        let age = max(now - issued, .zero)
        expiry = now + max(whole - age, .zero)
        lifetime = whole
        identityToken = root["refresh_token"]?.string.flatMap { $0.isEmpty ? nil : Secret($0) }
    }

    /// Whether it is good for another request: a little before its end it is not, as requests take their time.
    func isUsable(at now: Duration) -> Bool {
        now < expiry - min(lifetime / 10, .seconds(10))
    }
}
