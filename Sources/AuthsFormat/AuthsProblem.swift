/// Why an `auths` object or one of its entries cannot be read.
///
/// It never quotes the entry, which may hold a secret even if it is damaged.
package struct AuthsProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, as the end of a sentence: "its `auth` is not base64".
    package let description: String

    /// What to do about it, if the cause is a known mistake; nil otherwise.
    package let advice: String?

    init(_ description: String, advice: String? = nil) {
        self.description = description
        self.advice = advice
    }

    static func notAString(_ member: AuthsMember) -> AuthsProblem {
        AuthsProblem("its `\(member.rawValue)` is not a string")
    }

    static let authsNotAnObject = AuthsProblem("`auths` is not an object")
    static let notAnObject = AuthsProblem("it is not an object")
    static let notUTF8 = AuthsProblem("its `auth` does not hold UTF-8")
    static let notBase64 = AuthsProblem("its `auth` is not base64")
    static let quoted = AuthsProblem(
        "its `auth` is not base64: there are quotation marks inside the string",
        advice: "Remove the quotation marks inside the string"
    )
    static let noColon = AuthsProblem(
        "its `auth` does not hold a user, a colon and a password",
        advice: "Encode the user, a colon and the password: printf '%s' 'USER:PASSWORD' | base64 -w0"
    )
    static let encodedTwice = AuthsProblem(
        "its `auth` is encoded in base64 twice, so it does not hold a user, a colon and a password",
        advice: "Decode the value once: base64 -d"
    )
}
