extension Fault {
    /// All faults.
    static let all = inCalls + inRequests + inVerbs

    /// Faults in calls, and in the form of errors.
    private static let inCalls = [
        // The fixed texts and the exit status.
        Fault(
            "another text for not found",
            "native keychain",
            "the keychain",
            breaks: ["get.absent", "server.long"]
        ),
        Fault(
            "not found on standard error",
            "raise Refusal(NOT_FOUND)",
            "sys.exit(NOT_FOUND)",
            breaks: ["get.absent", "server.long"]
        ),
        Fault(
            "errors exit with 0",
            "say(str(refusal))\n        return 1",
            "say(str(refusal))",
            breaks: [
                "get.absent", "get.no-server", "store.no-server", "store.no-username", "store.null", "refuse.empty",
                "refuse.not-json", "refuse.form", "refuse.byte-order-mark", "refuse.control-in-server",
                "refuse.control-in-username", "refuse.raw-line-feed", "refuse.not-utf8", "refuse.surrogate",
                "erase.no-server", "server.long",
            ]
        ),
        Fault(
            "errors exit with 2",
            "say(str(refusal))\n        return 1",
            "say(str(refusal))\n        return 2",
            breaks: ["refuse.exit-status"]
        ),
        Fault(
            "absent as empty strings",
            "raise Refusal(NOT_FOUND)",
            #"entry = ["", ""]"#,
            breaks: ["get.absent", "server.long"]
        ),
        Fault(
            "a stack trace",
            "except (ValueError, StopIteration, SystemError):",
            "except KeyError:",
            breaks: [
                "refuse.empty", "refuse.not-json", "refuse.byte-order-mark", "refuse.raw-line-feed", "refuse.one-line",
            ]
        ),
        Fault(
            "a refusal with the secret in it",
            #"raise Refusal("malformed request: not JSON")"#,
            #"raise Refusal("malformed request: not JSON: " + text.strip())"#,
            breaks: ["refuse.no-secret"]
        ),

        // Command line.
        Fault("actions in any case", "action = sys.argv[1]", "action = sys.argv[1].lower()", breaks: ["call.case"]),
        Fault(
            "unknown actions succeed",
            "c in action))\n        return 1",
            "c in action))\n        return 0",
            breaks: ["call.unknown-action", "call.case"]
        ),
        Fault("control characters echoed", #"" " if has_controls(c) else c"#, "c", breaks: ["call.control-characters"]),
        Fault(
            "no help",
            #"if action in ("--help", "-h"):"#,
            "if False:",
            breaks: ["call.help"]
        ),
        Fault(
            "a bare version",
            #"VERSION = NAME + " (example.org/example) v1.0.0""#,
            #"VERSION = "1.0.0""#,
            breaks: ["version.form"]
        ),
        Fault(
            "arguments in the place of input",
            "if len(sys.argv) != 2:",
            "if len(sys.argv) < 2:",
            breaks: ["call.two-arguments"]
        ),
        Fault(
            "no usage",
            "if len(sys.argv) != 2:",
            "if len(sys.argv) < 2:\n        return 1\n    if len(sys.argv) != 2:",
            breaks: ["call.no-argument"]
        ),
        Fault(
            "version fails",
            "say(VERSION)\n        return 0",
            "say(VERSION)\n        return 1",
            breaks: ["version.line"]
        ),
        Fault("no version flags", #"("version", "--version", "-v")"#, #"("version",)"#, breaks: ["version.flags"]),
        Fault(
            "version reads its input",
            "action = sys.argv[1]\n",
            "action = sys.argv[1]\n    if action == \"version\": read_input()\n",
            breaks: ["version.input"]
        ),
    ]
}
