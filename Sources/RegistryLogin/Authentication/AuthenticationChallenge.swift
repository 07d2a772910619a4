public import HTTPTypes

/// One way to authenticate that a server offers in its `WWW-Authenticate` fields (RFC 9110, section 11.6.1).
public struct AuthenticationChallenge: Sendable, Hashable {
    /// A parameter of a challenge.
    public struct Parameter: Sendable, Hashable {
        /// The name in lower case; names are case-insensitive.
        public let name: String

        /// The value, without quotes and backslashes.
        public let value: String

        /// Creates a parameter.
        ///
        /// - Parameters:
        ///   - name: The name, in any case.
        ///   - value: The value, without quotes.
        public init(name: String, value: String) {
            self.name = name.lowercased()
            self.value = value
        }
    }

    /// The scheme in lower case, such as `bearer` or `basic`; schemes are case-insensitive.
    public let scheme: String

    /// The single value that some schemes send instead of parameters; nil if there is none.
    public let token68: String?

    /// The parameters in the order of the field, including duplicates.
    public let parameters: [Parameter]

    /// Creates a challenge.
    ///
    /// - Parameters:
    ///   - scheme: The scheme, in any case.
    ///   - token68: The single value instead of parameters.
    ///   - parameters: The parameters.
    public init(scheme: String, token68: String? = nil, parameters: [Parameter] = []) {
        self.scheme = scheme.lowercased()
        self.token68 = token68
        self.parameters = parameters
    }

    /// Parses all challenges of a response.
    ///
    /// Servers send several challenges in one field or in several, quoted, unquoted and empty values, spaces around `,`
    /// and `=`, and too many or too few commas. A malformed challenge is skipped and never hides the next one.
    ///
    /// - Parameter values: The values of all `WWW-Authenticate` fields, in order.
    /// - Returns: The challenges, in order; empty if there are none.
    public static func parse(_ values: some Sequence<String>) -> [AuthenticationChallenge] {
        values.flatMap { value in
            var parser = ChallengeParser(value)
            return parser.challenges()
        }
    }

    /// Parses all challenges of a response.
    ///
    /// - Parameter response: The response, usually with the status 401.
    /// - Returns: The challenges, in order; empty if there are none.
    public static func parse(_ response: HTTPResponse) -> [AuthenticationChallenge] {
        parse(response.headerFields[values: .wwwAuthenticate])
    }

    /// Returns the value of the first parameter with a name.
    ///
    /// - Parameter name: The name, in lower case.
    public subscript(name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }
}
