internal import RegistryCredentials
internal import SystemSupport

/// Sentence fragments of plans.
enum SetupText {
    /// Up to three registries and the number of others.
    static func list(_ registries: [String]) -> String {
        let shown = registries.map { $0.withoutUserInformation.escapedForDisplay }
        switch shown.count {
        case 0, 1: return shown.first ?? "no registry"
        case 2, 3: return shown.dropLast().joined(separator: ", ") + " and " + shown[shown.count - 1]
        default: return shown.prefix(2).joined(separator: ", ") + " and \(shown.count - 2) others"
        }
    }
}
