extension Request {
    /// What `--help` prints.
    static let usage = """
        Usage: helper-conformance [OPTION]... PATH-TO-HELPER

        Runs a docker credential helper through the rules of its protocol, and prints which it breaks. The helper is
        called with this program's environment. Entries under random names are stored in its store and erased again;
        others are left alone. A store that is made for the run is better still: choose it by --env.

          --env NAME=VALUE       set a variable for the helper; may be repeated
          --rule NAME            run this rule, or this category of rules, only; may be repeated
          --expect-violation ID  the helper is known to break this rule; may be repeated. It is reported
                                 when the helper keeps the rule after all
          --strict               let recommended rules count as required ones
          --deadline SECONDS     kill a call of the helper that takes longer; 30 seconds if not given
          --list                 print all rules and exit
          --help                 print this and exit

        Exit status: 0 if the helper keeps the rules, 1 if it does not, 2 if the rules could not be run.

        """

    /// What `--list` prints: a line for each rule.
    static func list(_ rules: [(id: String, severity: String, sentence: String)]) -> String {
        let width = rules.map(\.id.count).max() ?? 0
        return rules.map { rule in
            let gap = String(repeating: " ", count: width - rule.id.count)
            return "\(rule.id)\(gap)  \(rule.severity)  \(rule.sentence)\n"
        }.joined()
    }
}
