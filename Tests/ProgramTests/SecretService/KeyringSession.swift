import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A private session bus with a private gnome-keyring; both end when this object is released.
///
/// The bus starts only the services that a test names, so no service of the machine can reply.
final class KeyringSession: Sendable {
    let home: Sandbox
    /// The variables of a program in this session, in addition to those of the home directory.
    let variables: [String: String]
    /// What the session was started with.
    let provider: Keyring
    private let bus: String

    static let go = "/usr/bin/docker-credential-secretservice"
    static let ours = "docker-credential-secretservice"
    static let password = "correct horse"

    /// Starts the bus.
    ///
    /// - Parameters:
    ///   - home: The home directory with all files.
    ///   - keyring: The state of the keyring.
    ///   - replyLimit: The replies that a connection may wait for; nil for a configuration without a limit, where
    ///     dbus-daemon allows 128.
    ///   - policy: Further rules of the bus.
    /// - Throws: An issue if they do not start.
    init(in home: Sandbox, _ keyring: Keyring = .unlocked, replyLimit: Int? = nil, policy: String = "") throws {
        self.home = home
        provider = keyring
        let runtime = "\(home.root)/run"
        let address = "unix:path=\(runtime)/bus"
        bus = try home.succeed(
            """
            mkdir -m 700 run; mkdir services; touch keyring.pids
            cat > bus.xml <<END
            <busconfig>
              <type>session</type>
              <listen>\(address)</listen>
              <servicedir>$HOME/services</servicedir>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow eavesdrop="true"/>
                <allow own="*"/>
                \(policy)
              </policy>
              \(replyLimit.map { #"<limit name="max_replies_per_connection">\#($0)</limit>"# } ?? "")
            </busconfig>
            END
            \(Self.service(of: keyring))
            DBUS_SESSION_BUS_ADDRESS=\(address) XDG_RUNTIME_DIR=\(runtime) \\
                dbus-daemon --config-file bus.xml --fork --print-pid 2> bus.log < /dev/null
            """
        ).trimmed
        variables = ["DBUS_SESSION_BUS_ADDRESS": address, "XDG_RUNTIME_DIR": runtime]
        switch keyring {
        case .none: break
        case .unlocked: try unlock()
        case .withoutDefault: try start("", "--start")
        case .startedByBus: break
        case .notStarting: break
        case .keePassXC: try startKeePassXC()
        case .keePassXCWithoutWaiting: try startKeePassXC("UnlockBeforeSearch=false")
        case .kWallet: try startKWalletByPAM()
        case .kWalletWithoutWallet: try startKWallet()
        }
    }

    private static func service(of keyring: Keyring) -> String {
        let program =
            switch keyring {
            case .startedByBus: "$(command -v gnome-keyring-daemon) --start --foreground --components=secrets"
            case .notStarting: "/bin/false"
            default: ""
            }
        guard !program.isEmpty else { return "" }
        return """
            cat > services/org.freedesktop.secrets.service <<END
            [D-BUS Service]
            Name=org.freedesktop.secrets
            Exec=\(program)
            END
            """
    }

    deinit {
        // The keyring usually ends with its bus, but 42.1 may miss a bus that ends during its start.
        _ = try? home.shell("kill \(bus); kill -9 $(cat keyring.pids)")
    }

    enum Keyring {
        case none
        /// With the collection `login`, as after a login on a desktop.
        case unlocked
        /// Without any collection, as on a server.
        case withoutDefault
        /// Started by the first program that needs it.
        case startedByBus
        /// Its start by the first program fails.
        case notStarting
        /// KeePassXC instead of gnome-keyring, with an open database that other programs may use.
        case keePassXC
        /// KeePassXC for which a search of locked databases finds nothing, instead of waiting for an unlock.
        case keePassXCWithoutWaiting
        /// KWallet instead of gnome-keyring, with an open wallet.
        case kWallet
        /// KWallet before its first use.
        case kWalletWithoutWallet
    }

    /// Starts the keyring with its password, and replaces a running one.
    func unlock() throws { try start(Self.password, "--replace --unlock") }

    /// Starts the keyring as it is before its password is first entered.
    func restartLocked() throws { try start("", "--replace") }

    private func start(_ password: String, _ options: String) throws {
        try waitForProvider(
            startedBy: """
                printf '%s' '\(password)' | gnome-keyring-daemon \(options) --daemonize --components=secrets > keyring.log 2>&1
                """
        )
    }

    /// Starts a Secret Service provider, and waits until it is ready.
    ///
    /// - Parameter command: The command that starts it, with its messages in `keyring.log`.
    /// - Throws: An issue if it does not.
    func waitForProvider(startedBy command: String) throws {
        try home.succeed(
            """
            old=$(gdbus call --session -d org.freedesktop.DBus -o / -m org.freedesktop.DBus.GetNameOwner \
                org.freedesktop.secrets 2> /dev/null || true)
            \(command)
            for attempt in $(seq 400); do
                new=$(gdbus call --session -d org.freedesktop.DBus -o / -m org.freedesktop.DBus.GetNameOwner \
                    org.freedesktop.secrets 2> /dev/null || true)
                if [ -n "$new" ] && [ "$new" != "$old" ]; then
                    gdbus call --session -d org.freedesktop.DBus -o / -m \
                        org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets |
                        tr -dc '0-9 ' | cut -d ' ' -f 2 >> keyring.pids
                    exit
                fi
                sleep 0.05
            done
            cat keyring.log; exit 1
            """,
            variables
        )
    }

    /// Runs a helper.
    func run(
        _ action: String,
        _ input: String = "",
        by helper: String = ours,
        with more: [String: String] = [:]
    ) throws -> ChildProcess.Outcome {
        let variables = variables.merging(["HELPER_INPUT": input]) { $1 }.merging(more) { $1 }
        return try retryingKeyMismatches(of: helper) {
            try home.shell("printf '%s' \"$HELPER_INPUT\" | \(helper) \(action)", variables)
        }
    }

    /// Stores a credential, whose secret is JSON text, and requires success.
    func store(
        _ server: String,
        _ username: String,
        _ secret: String,
        by helper: String = ours,
        with more: [String: String] = [:]
    ) throws {
        let request = #"{"ServerURL":"\#(server)","Username":"\#(username)","Secret":"\#(secret)"}"#
        let outcome = try run("store", request, by: helper, with: more)
        try #require(outcome.succeeded, "\(outcome.output.text)\(outcome.errorOutput.text)")
    }

    /// Runs `keyring.py`.
    @discardableResult
    func keyring(_ command: String, _ arguments: String...) throws -> String {
        let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
        return try home.succeed("/usr/bin/python3 \(Self.script("keyring.py")) \(command) \(quoted)", variables)
    }

    /// All items, one line each, as `keyring.py` prints them.
    func items() throws -> [Substring] {
        try keyring("items").split(separator: "\n")
    }

    /// Adds an item in the form of the reference implementation.
    func addReference(_ label: String, _ server: String, _ username: String, _ secret: String, hasLabel: Bool) throws {
        let listing = hasLabel ? #","label":"Docker Credentials""# : ""
        try keyring(
            "add",
            label,
            #"{"xdg:schema":"io.docker.Credentials","server":"\#(server)","username":"\#(username)","docker_cli":"1"\#(listing)}"#,
            secret
        )
    }

    /// Runs `body` while a prompter accepts all requests and answers none.
    func withSilentPrompter<Result>(_ body: () throws -> Result) throws -> Result {
        let process = try home.succeed(
            """
            /usr/bin/python3 \(Self.script("silent-prompter.py")) prompter.ready > prompter.log 2>&1 < /dev/null &
            for attempt in $(seq 100); do [ -e prompter.ready ] && break; sleep 0.05; done
            [ -e prompter.ready ]; echo $!
            """,
            variables
        ).trimmed
        defer { _ = try? home.shell("kill \(process)") }
        return try body()
    }

    static func script(_ name: String) -> String {
        Repository.tests.appending("ProgramTests/Scripts").appending(name).string
    }
}
