/// The source of a Python helper that follows every rule.
///
/// Faults are created by changing a line of it.
///
/// It is called about ten thousand times. It uses the core of the module `json` directly, since the imports of that
/// module take longer than the rest of a call, and stores entries with `marshal`.
enum ExampleHelper {
    static let script = #"""
        #!/usr/bin/python3 -ISE
        import _json, marshal, os, sys

        STORE = os.environ["CONFORMANCE_STORE"]
        NAME = "docker-credential-example"
        USAGE = "Usage: " + NAME + " <store|get|erase|list|version>"
        VERSION = NAME + " (example.org/example) v1.0.0"
        NOT_FOUND = "credentials not found in native keychain"
        NO_SERVER = "no credentials server URL"
        NO_USERNAME = "no credentials username"


        class Refusal(Exception):
            pass


        class Reader:
            strict = True
            object_hook = None
            object_pairs_hook = staticmethod(lambda pairs: ("object", pairs))
            parse_float = parse_int = parse_constant = staticmethod(lambda text: 0)


        def load():
            try:
                with open(STORE, "rb") as file:
                    return marshal.load(file)
            except FileNotFoundError:
                return {}


        def save(entries):
            with open(STORE, "wb") as file:
                marshal.dump(entries, file)


        def write_object(pairs):
            quote = _json.encode_basestring
            return "{" + ", ".join(quote(name) + ": " + quote(value) for name, value in pairs) + "}"


        def say(text):
            sys.stdout.buffer.write((text + "\n").encode())


        def has_controls(text):
            return any(ord(c) < 32 or 127 <= ord(c) < 160 for c in text)


        def read_input():
            if sys.stdin.isatty():
                print("waiting for standard input", file=sys.stderr)
            data = sys.stdin.buffer.read()
            try:
                return data.decode()
            except UnicodeDecodeError:
                raise Refusal("malformed request: not UTF-8")


        def server_from(text):
            server = text.strip()
            if not server:
                raise Refusal(NO_SERVER)
            if has_controls(server):
                raise Refusal("malformed request: control characters")
            return server


        def request_from(text):
            try:
                text = text.lstrip(" \t\r\n")
                value, end = _json.make_scanner(Reader)(text, 0)
            except (ValueError, StopIteration, SystemError):
                # The last is what the scanner raises where it would raise an exception of the module json.
                raise Refusal("malformed request: not JSON")
            if value is None:
                value = ("object", [])
            if not isinstance(value, tuple):
                raise Refusal("malformed request: no object")
            found = {"serverurl": "", "username": "", "secret": ""}
            for name, member in value[1]:
                key = name.casefold()
                if key not in found or member is None:
                    continue
                if not isinstance(member, str):
                    raise Refusal("malformed request: " + key + " is no string")
                try:
                    member.encode()
                except UnicodeEncodeError:
                    raise Refusal("malformed request: half a surrogate pair")
                found[key] = member
            server, username, secret = server_from(found["serverurl"]), found["username"], found["secret"]
            if not username:
                raise Refusal(NO_USERNAME)
            if has_controls(username):
                raise Refusal("malformed request: control characters")
            return server, username, secret


        def store():
            server, username, secret = request_from(read_input())
            entries = load()
            entries[server] = [username, secret]
            save(entries)


        def get():
            server = server_from(read_input())
            entry = load().get(server)
            if entry is None:
                raise Refusal(NOT_FOUND)
            answer = [("ServerURL", server), ("Username", entry[0]), ("Secret", entry[1])]
            say(write_object(answer))


        def erase():
            server = server_from(read_input())
            entries = load()
            entries.pop(server, None)
            save(entries)


        def list_all():
            users = [(server, entry[0]) for server, entry in load().items()]
            say(write_object(sorted(users, key=lambda item: item[0].encode())))


        def main():
            if len(sys.argv) != 2:
                say(USAGE)
                return 1
            action = sys.argv[1]
            if action in ("--help", "-h"):
                say(USAGE)
                return 0
            if action in ("version", "--version", "-v"):
                say(VERSION)
                return 0
            actions = {"store": store, "get": get, "erase": erase, "list": list_all}
            if action not in actions:
                say(NAME + ": unknown action: " + "".join(" " if has_controls(c) else c for c in action))
                return 1
            try:
                actions[action]()
            except Refusal as refusal:
                say(str(refusal))
                return 1
            return 0


        sys.exit(main())

        """#
}
