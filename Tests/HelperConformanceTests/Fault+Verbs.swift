extension Fault {
    /// Faults in the effects and responses of the actions.
    static let inVerbs = [
        // Actions.
        Fault(
            "the old user is kept",
            "entries[server] = [username, secret]",
            "entries[server] = [entries.get(server, [username])[0], secret]",
            breaks: ["store.replace-user"]
        ),
        Fault(
            "the old secret is kept",
            "entries[server] = [username, secret]",
            "entries.setdefault(server, [username, secret])",
            breaks: ["store.replace-secret", "store.replace-user"]
        ),
        Fault(
            "one entry only",
            "entries = load()\n    entries[server]",
            "entries = {}\n    entries[server]",
            breaks: ["store.two-servers", "list.keys", "erase.others", "username.dots"]
        ),
        Fault(
            "store says that it did",
            "entries[server] = [username, secret]\n    save(entries)",
            "entries[server] = [username, secret]\n    save(entries)\n    say(\"ok\")",
            breaks: ["store.silent"]
        ),

        Fault(
            "store keeps nothing",
            "entries[server] = [username, secret]\n",
            "pass\n",
            breaks: ["store.kept", "list.entry", "list.keys"]
        ),
        Fault(
            "store always fails",
            "server, username, secret = request_from(read_input())\n",
            "raise Refusal(\"the store is full\")\n",
            breaks: ["store.kept", "store.no-server", "store.no-username", "store.null"]
        ),
        Fault(
            "erase of what is absent fails",
            "entries.pop(server, None)",
            "if entries.pop(server, None) is None: raise Refusal(NOT_FOUND)",
            breaks: ["erase.absent"]
        ),
        Fault(
            "erase keeps everything",
            "entries.pop(server, None)",
            "pass",
            breaks: ["erase.gone", "erase.white-space", "list.erased", "username.dots"]
        ),
        Fault(
            "erase takes everything that begins alike",
            "entries.pop(server, None)",
            "entries = {key: entry for key, entry in entries.items() if not key.startswith(server)}",
            breaks: ["erase.others"]
        ),
        Fault(
            "list is not sorted",
            "sorted(users, key=lambda item: item[0].encode())",
            "users",
            breaks: ["list.order"]
        ),
        Fault(
            "list of pairs",
            "write_object(sorted(users, key=lambda item: item[0].encode()))",
            "str(users)",
            breaks: ["list.object"]
        ),
        Fault(
            "list with secrets",
            "users = [(server, entry[0]) for",
            "users = [(server, entry[1]) for",
            breaks: ["list.secrets", "list.entry", "store.replace-user"]
        ),
        Fault(
            "noise before the answer",
            "answer = [",
            "say(\"looking\")\n    answer = [",
            breaks: ["get.answer", "get.line"]
        ),
        Fault(
            "an answer on two lines",
            "say(write_object(answer))",
            "say(write_object(answer).replace(\", \", \",\\n\"))",
            breaks: ["get.line"]
        ),
        Fault(
            "an answer without the server",
            #"[("ServerURL", server), ("Username""#,
            #"[("Username""#,
            breaks: ["get.answer"]
        ),
        Fault(
            "an answer with another server",
            #"[("ServerURL", server), ("Username""#,
            #"[("ServerURL", server + "/"), ("Username""#,
            breaks: ["get.server"]
        ),

        // Terminal.
        Fault(
            "a silent wait",
            "print(\"waiting for standard input\", file=sys.stderr)",
            "pass",
            breaks: ["terminal.notice"]
        ),
        Fault(
            "input is read first of all",
            "action = sys.argv[1]\n",
            "action = sys.argv[1]\n    if action == \"list\": read_input()\n",
            breaks: ["list.input"]
        ),
        Fault(
            "erase says that it did",
            "entries.pop(server, None)\n    save(entries)",
            "entries.pop(server, None)\n    save(entries)\n    say(\"erased\")",
            breaks: ["erase.silent", "erase.absent"]
        ),
    ]
}
