public import HTTPTypes

/// One way to authenticate that a server offers in its `WWW-Authenticate` fields (RFC 9110, section 11.6.1).
public struct AuthenticationChallenge: Sendable, Hashable {
    /// A parameter of a challenge.
    public struct Parameter: Sendable, Hashable {
        /// The name in lower case, as the case of names does not matter.
        public let name: String

        /// The value, without quotes and backslashes.
        public let value: String

        /// Puts a parameter together.
        ///
        /// - Parameters:
        ///   - name: The name, in any case.
        ///   - value: The value, without quotes.
        public init(name: String, value: String) {
            self.name = name.lowercased()
            self.value = value
        }
    }

    /// The scheme in lower case, as the case of schemes does not matter: `bearer`, `basic`.
    public let scheme: String

    /// The single value that some schemes send in place of parameters; nil if there is none.
    public let token68: String?

    /// The parameters in their order, including those that occur twice.
    public let parameters: [Parameter]

    /// Puts a challenge together.
    ///
    /// - Parameters:
    ///   - scheme: The scheme, in any case.
    ///   - token68: The single value in place of parameters.
    ///   - parameters: The parameters.
    public init(scheme: String, token68: String? = nil, parameters: [Parameter] = []) {
        self.scheme = scheme.lowercased()
        self.token68 = token68
        self.parameters = parameters
    }

    /// Reads all challenges of a response.
    ///
    /// Servers send several challenges in one value or in several values, quoted and unquoted values, empty ones, blanks
    /// around `,` and `=`, and a comma too many or too few. A malformed challenge is left out and never hides the next.
    ///
    /// - Parameter values: The values of all `WWW-Authenticate` fields, each by itself, in their order.
    /// - Returns: The challenges, in their order; empty if there are none.
    public static func parse(_ values: some Sequence<String>) -> [AuthenticationChallenge] {
        values.flatMap { value in
            var parser = ChallengeParser(value)
            return parser.challenges()
        }
    }

    /// Reads all challenges of a response.
    ///
    /// - Parameter response: The response, usually with the status 401.
    /// - Returns: The challenges, in their order; empty if there are none.
    public static func parse(_ response: HTTPResponse) -> [AuthenticationChallenge] {
        parse(response.headerFields[values: .wwwAuthenticate])
    }

    /// The value of the first parameter of that name.
    ///
    /// - Parameter name: The name, in lower case.
    public subscript(name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }
}
