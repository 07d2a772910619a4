internal import SystemSupport

extension DefaultHelperFacts {
    /// Determines the helper that docker chooses: `pass` if a program of that name is in PATH, or else `secretservice`;
    /// only if the config file has no entry.
    init(_ config: ConfigFileFacts, _ environment: ProcessEnvironment) {
        let has = environment.hasProgram
        let isConfigured =
            config.text.map { !$0.helpers.isEmpty || !$0.entries.isEmpty } ?? (config.content != .missing)
        if has("pass") {
            let hasHelper = has("docker-credential-pass")
            self.init(
                name: hasHelper ? "pass" : nil,
                isChosen: hasHelper && !isConfigured,
                lacksPassHelper: !hasHelper
            )
        } else {
            let hasHelper = has("docker-credential-secretservice")
            self.init(name: hasHelper ? "secretservice" : nil, isChosen: hasHelper && !isConfigured)
        }
    }

    /// The helper, if docker chooses it.
    var chosenName: String? { isChosen ? name : nil }
}
