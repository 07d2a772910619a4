internal import SystemSupport

extension Doctor {
    /// Why docker would not use the config file at all: it looks elsewhere, or ignores the file (C01 and C02).
    ///
    /// Reads one file and runs nothing, so that a command that has just saved a login can tell.
    public func configFileFindings() -> [DiagnosticFinding] {
        let user = currentUser
        let config = ConfigFileProbe(environment: environment, user: user).examine()
        let machine = MachineFacts(environment: environment, user: user, config: config)
        return ConfigLocationCheck().findings(in: machine) + ConfigSyntaxCheck().findings(in: machine)
    }

    /// Who runs the examination.
    var currentUser: UserFacts {
        UserFacts(
            number: CurrentProcess.effectiveUser,
            sudoUser: environment["SUDO_USER"],
            homeOwner: environment.homeOwner
        )
    }
}
