extension Fault {
    /// Faults in how requests are parsed and stored: texts, requests and keys.
    static let inRequests = [
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
        Fault(
            "keys with blanks are refused",
            "if has_controls(server):",
            "if has_controls(server) or \" \" in server:",
            breaks: ["server.characters"]
        ),
        Fault(
            "backslashes dropped",
            #"found["username"], found["secret"]"#,
            ##"found["username"], found["secret"].replace("\\", "")"##,
            breaks: ["secret.json", "secret.punctuation", "store.escapes"]
        ),
        Fault(
            "characters beyond the first plane dropped",
            #"found["username"], found["secret"]"#,
            #"found["username"], "".join(c for c in found["secret"] if ord(c) < 0x10000)"#,
            breaks: ["secret.emoji", "store.escapes"]
        ),
        Fault(
            "identity tokens are refused",
            "if has_controls(username):",
            "if has_controls(username) or username == \"<token>\":",
            breaks: ["username.token", "store.escapes"]
        ),
        Fault(
            "the first of several members counts",
            "found[key] = member",
            "found[key] = found[key] or member",
            breaks: ["store.duplicates"]
        ),
        Fault(
            "one line is read",
            "data = sys.stdin.buffer.read()",
            "data = sys.stdin.buffer.readline()",
            breaks: ["store.line-ends", "get.white-space"]
        ),
        Fault(
            "null is the empty string",
            "if key not in found or member is None:\n            continue",
            "if key not in found:\n            continue\n        member = \"\" if member is None else member",
            breaks: ["store.null-member"]
        ),
        Fault(
            "unknown members are refused",
            "if key not in found or member is None:",
            "if key not in found:\n            raise Refusal(\"what is this?\")\n        if member is None:",
            breaks: ["store.unknown-members"]
        ),
        Fault(
            "a refusal empties the store",
            #"raise Refusal("malformed request: not JSON")"#,
            #"save({})\#n        raise Refusal("malformed request: not JSON")"#,
            breaks: ["refuse.keeps-old"]
        ),
    ]
}
