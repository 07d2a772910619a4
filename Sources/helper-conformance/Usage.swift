extension Request {
    /// The output of `--help`.
    static let usage = """
        Usage: helper-conformance [OPTION]... PATH-TO-HELPER

        Checks a credential helper against the rules of the protocol, and prints each violation. The helper runs with this
        program's environment. The checks create entries under random names and erase them afterwards; other entries are
        not changed. To be safe, select a separate store with --env.

          --env NAME=VALUE       set an environment variable for the helper; may be repeated
          --rule NAME            run only this rule or category of rules; may be repeated
          --expect-violation ID  do not fail if the helper violates this rule, but fail if it follows it;
                                 may be repeated
          --strict               fail for violations of recommended rules too
          --timeout SECONDS      kill each call of the helper after this time (default: 30)
          --list                 print all rules and exit
          --help                 print this help and exit

        Exit status: 0 if the helper follows the rules, 1 if it does not, 2 if the rules could not be run.

        """

    /// Returns the output of `--list`, with one line for each rule.
    static func list(_ rules: [(id: String, severity: String, sentence: String)]) -> String {
        let width = rules.map(\.id.count).max() ?? 0
        return rules.map { rule in
            let gap = String(repeating: " ", count: width - rule.id.count)
            return "\(rule.id)\(gap)  \(rule.severity)  \(rule.sentence)\n"
        }.joined()
    }
}
