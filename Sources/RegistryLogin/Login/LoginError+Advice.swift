/// Advice to allow what this library forbids unless its caller allows it.
///
/// A program that has an option for it compares ``LoginError/advice`` with these texts, and names its option instead.
extension LoginError {
    package static let adviceToAllowPlainHTTP = "If this registry uses plain HTTP, allow plain HTTP for it"
    package static let adviceToTrustTokenServer = "If that is right, name the host as a trusted token server"
}
