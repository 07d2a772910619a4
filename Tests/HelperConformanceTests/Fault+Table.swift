extension Fault {
    static let all = [
        // The text that clients compare with, and the exit status.
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

        // The command line.
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

        // Texts.
        Fault(
            "secrets trimmed",
            #"found["username"], found["secret"]"#,
            #"found["username"], found["secret"].strip()"#,
            breaks: ["secret.white-space", "secret.line-ends", "secret.separators", "store.escapes"]
        ),
        Fault(
            "secrets composed",
            #"found["username"], found["secret"]"#,
            #"found["username"], __import__("unicodedata").normalize("NFC", found["secret"])"#,
            breaks: ["secret.combining"]
        ),
        Fault(
            "a limit of 64 KiB",
            "data = sys.stdin.buffer.read()",
            "data = sys.stdin.buffer.read(65536)",
            breaks: ["secret.large"]
        ),
        Fault(
            "an empty secret is none",
            "if entry is None:",
            "if entry is None or not entry[1]:",
            breaks: ["secret.empty", "store.no-secret"]
        ),
        Fault(
            "user names cut at a colon",
            "entries[server] = [username, secret]",
            #"entries[server] = (username + ":" + secret).split(":", 1)"#,
            breaks: ["username.characters"]
        ),
        Fault(
            "user names without what stands before a slash",
            #"found["username"], found["secret"]"#,
            #"found["username"].split("/")[-1], found["secret"]"#,
            breaks: ["username.slash", "username.dots"]
        ),
        Fault(
            "no control characters looked for",
            "return any(",
            "return False and any(",
            breaks: ["refuse.control-in-server", "refuse.control-in-username", "call.control-characters"]
        ),
        Fault(
            "bytes repaired",
            "return data.decode()",
            #"return data.decode(errors="replace")"#,
            breaks: ["refuse.not-utf8"]
        ),

        // Requests.
        Fault(
            "names in one case only",
            "name.casefold()",
            #"{"ServerURL": "serverurl", "Username": "username", "Secret": "secret"}.get(name)"#,
            breaks: ["store.names", "store.names-folded"]
        ),
        Fault("names folded as ASCII", "name.casefold()", "name.lower()", breaks: ["store.names-folded"]),
        Fault(
            "the whole input is one value",
            "value, end = _json.make_scanner(Reader)(text, 0)",
            "value, end = _json.make_scanner(Reader)(text, 0)\n        if text[end:].strip(): raise ValueError",
            breaks: ["store.trailing-bytes"]
        ),
        Fault(
            "raw control characters in strings",
            "strict = True",
            "strict = False",
            breaks: ["refuse.raw-line-feed"]
        ),
        Fault(
            "lines glued together",
            "return data.decode()",
            #"return data.decode().replace("\r\n", "").replace("\n", "")"#,
            breaks: ["refuse.raw-line-feed", "get.line-feed"]
        ),

        // Keys.
        Fault(
            "keys without case",
            "server = text.strip()",
            "server = text.strip().lower()",
            breaks: ["get.exact-key", "list.keys"]
        ),
        Fault(
            "keys without a slash at the end",
            "server = text.strip()",
            #"server = text.strip().rstrip("/")"#,
            breaks: ["get.exact-key", "list.keys", "erase.others"]
        ),
        Fault(
            "keys with white space",
            "server = text.strip()",
            "server = text if text.strip() else \"\"",
            breaks: [
                "get.white-space", "get.unicode-white-space", "store.white-space", "erase.white-space", "terminal.get",
            ]
        ),
        Fault(
            "only ASCII white space trimmed",
            "server = text.strip()",
            #"server = text.strip(" \t\r\n")"#,
            breaks: ["get.unicode-white-space"]
        ),
        Fault(
            "keys composed",
            "server = text.strip()",
            #"server = __import__("unicodedata").normalize("NFC", text.strip())"#,
            breaks: ["get.code-points"]
        ),

        // The verbs.
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

        // The terminal.
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
    ]
}
