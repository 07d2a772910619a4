internal import RegistryDiagnostics

extension Console {
    /// Warns if docker finds no login in its config file, because `DOCKER_CONFIG` names no directory or the file is not
    /// valid.
    func warnOfConfigFile(_ stores: StoreOptions) {
        for finding in Doctor(environment: stores.environment).configFileFindings() {
            let consequence = finding.consequence.map { "; \($0)" } ?? ""
            report(
                Failure("warning: \(finding.summary)\(consequence)", advice: finding.remedy.map { [.text($0)] } ?? [])
            )
        }
    }
}
