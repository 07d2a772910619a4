internal import RegistryCredentials
internal import SystemSupport

/// Sentence fragments that several checks use.
enum Phrases {
    /// `ghcr.io is`, or `ghcr.io and 2 others are`: keys without user information.
    static func servers(_ keys: [String]) -> String {
        let shown = names(keys)
        return keys.count == 1 ? "\(shown) is" : "\(shown) are"
    }

    /// Up to three names and the number of others.
    static func names(_ keys: [String]) -> String {
        let shown = keys.map { $0.withoutUserInformation.escapedForDisplay }
        switch shown.count {
        case 0: return "nothing"
        case 1: return shown[0]
        case 2, 3: return shown.dropLast().joined(separator: ", ") + " and " + shown[shown.count - 1]
        default: return shown.prefix(2).joined(separator: ", ") + " and \(shown.count - 2) others"
        }
    }

    /// `3 hours`: a time in its largest whole unit up to days, without its sign.
    static func span(_ time: Duration) -> String {
        let seconds = time.components.seconds.magnitude
        for (unit, length) in [("day", UInt64(86_400)), ("hour", 3600), ("minute", 60)] where seconds >= length {
            let count = seconds / length
            return "\(count) \(unit)\(count == 1 ? "" : "s")"
        }
        return "less than a minute"
    }
}
