internal import SystemSupport

/// A readable summary of what was examined, as needed in bug reports.
struct DiagnosticContext {
    let lines: [String]

    init(_ machine: MachineFacts) {
        var lines = ["user \(machine.user.number)" + (machine.user.sudoUser.map { ", through sudo from \($0)" } ?? "")]
        let why =
            switch machine.config.origin {
            case .dockerConfig: "DOCKER_CONFIG names its directory"
            case .home: "in the home directory"
            case .unknown: "neither HOME nor DOCKER_CONFIG is set"
            case .other(let whose): "of \(whose)"
            }
        let state =
            switch machine.config.content {
            case .missing: ", not there"
            case .directory: ", a directory"
            case .unreadable: ", unreadable"
            case .bytes: ""
            }
        lines.append("config file \(machine.config.path) (\(why)\(state))")
        for helper in machine.helpers {
            let place = helper.path ?? Diagnosis.Phrase.notFoundInPath
            lines.append("helper \(helper.program): \(place)" + (helper.version.map { ", \($0)" } ?? ""))
        }
        if machine.helpers.isEmpty { lines.append("no credential helper") }
        for verification in machine.verifications where verification.result == .valid {
            let expiry = verification.timeLeft.map { ", which expires in \(Phrases.span($0))" } ?? ""
            lines.append("\(verification.server) accepts the saved login\(expiry)")
        }
        self.lines = lines.map(\.escapedForDisplay)
    }
}
