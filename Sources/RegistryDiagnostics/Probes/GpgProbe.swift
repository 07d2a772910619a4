package import PasswordStoreFormat
internal import SystemPackage
package import SystemSupport

/// Lists gpg's keys and tells whether their secret parts can be used, without a change.
///
/// No home directory, keyring, trust database or lock file is created, no agent is started, and no prompt appears.
package struct GpgProbe: Sendable {
    let environment: ProcessEnvironment
    /// The timeout of one call.
    let timeout: Duration
    /// Whether gpg-agent answers; nil if none is running.
    let agentAnswers: Bool?

    /// Asks a running agent whether it answers; blocks for at most the timeout.
    package init(environment: ProcessEnvironment, timeout: Duration) {
        self.environment = environment
        self.timeout = timeout
        agentAnswers = Self.askAgentForItself(environment, timeout)
    }

    private static func askAgentForItself(_ environment: ProcessEnvironment, _ timeout: Duration) -> Bool? {
        let arguments = ["--no-autostart", "getinfo pid", "/bye"]
        guard let outcome = run("gpg-connect-agent", arguments, environment, timeout) else { return nil }
        if outcome.termination == .timedOut { return false }
        // Its exit status is 0 without an agent too.
        return outcome.output.starts(with: Array("D ".utf8)) ? true : nil
    }

    /// gpg's home directory; nil if it cannot be located.
    var home: FilePath? { environment.path(of: "GNUPGHOME") ?? environment.path(of: "HOME")?.appending(".gnupg") }

    /// Returns the keys that a name selects, in the order of gpg.
    ///
    /// - Parameter names: User IDs, fingerprints, or key grips that begin with `&`; empty for all keys.
    /// - Returns: The output of `gpg --list-keys --with-colons --with-keygrip`; nil if gpg cannot be run.
    package func listing(of names: [String]) -> [UInt8]? {
        guard let home, hasKeyring(home) else { return [] }
        var options = ["--batch", "--no-tty", "--lock-never", "--no-auto-check-trustdb"]
        // keyboxd, which newer versions can be set up with, is the only way to its keys.
        if !exists(home.appending("public-keys.d")) { options.append("--no-autostart") }
        // gpg would create the file. Without it no key has a trust, and this model shows none either.
        if !exists(home.appending("trustdb.gpg")) { options += ["--trust-model", "always"] }
        return run("gpg", options + ["--with-colons", "--with-keygrip", "--list-keys", "--"] + names)?.output
    }

    /// Returns the user's own keys that can encrypt and decrypt.
    package func ownKeys() -> [GpgOwnKeys.Key] {
        let grips = secretGrips()
        guard !grips.isEmpty, let output = listing(of: grips.map { "&\($0)" }) else { return [] }
        return GpgOwnKeys(parsing: output, secretGrips: Set(grips)).usable
    }

    /// Returns the state of the secret part of a key for encryption.
    package func secretPart(of listing: GpgKeyListing) -> GpgSecretPart {
        listing.encryptionGrips.map { part($0) }.max() ?? .missing
    }

    // MARK: Secret parts

    /// Returns the key grips whose secret parts are here: those of a running agent, or else of the files.
    private func secretGrips() -> [String] {
        if let known = askAgent(["keyinfo --list"]), !known.isEmpty {
            return known.filter { $0.count > 3 && $0[1] == "KEYINFO" }.map { $0[2] }
        }
        guard let home, let names = try? DirectoryListing.names(in: home.appending("private-keys-v1.d")) else {
            return []
        }
        return names.filter { $0.hasSuffix(".key") }.map { String($0.dropLast(4)) }.filter(Self.isGrip)
    }

    private func part(_ grip: String) -> GpgSecretPart {
        guard Self.isGrip(grip) else { return .missing }
        if let lines = askAgent(["keyinfo \(grip)"]),
            let line = lines.first(where: { $0.count > 7 && $0[1] == "KEYINFO" && $0[2] == grip })
        {
            return GpgSecretPart(keyInfo: line)
        }
        guard let file = home?.appending("private-keys-v1.d").appending("\(grip).key") else { return .missing }
        return GpgSecretPart(keyFile: beginning(of: file))
    }

    /// Returns the status lines of a running agent, split at spaces; nil if none is running.
    private func askAgent(_ commands: [String]) -> [[String]]? {
        guard agentAnswers == true,
            let outcome = run("gpg-connect-agent", ["--no-autostart"] + commands + ["/bye"])
        else { return nil }
        let lines = String(decoding: outcome.output, as: UTF8.self).split(separator: "\n")
        guard !lines.isEmpty else { return nil }
        return lines.map { $0.split(separator: " ").map(String.init) }
    }

    private static func isGrip(_ text: String) -> Bool { text.utf8.count == 40 && text.allSatisfy(\.isHexDigit) }

    /// Returns the first bytes of a file, which say how a key is protected and have no secret; nil if it cannot be
    /// read.
    private func beginning(of path: FilePath) -> [UInt8]? {
        guard let descriptor = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking]) else {
            return nil
        }
        return try? descriptor.closeAfter {
            unsafe try [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
                count = unsafe try descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
    }

    // MARK: gpg

    private func hasKeyring(_ home: FilePath) -> Bool {
        ["pubring.kbx", "pubring.gpg", "public-keys.d"].contains { exists(home.appending($0)) }
    }

    private func exists(_ path: FilePath) -> Bool { (try? FileStatus(of: path)) != nil }

    /// Runs a program of gpg; nil if it cannot be run, fails on a signal or times out.
    func run(_ name: String, _ arguments: [String]) -> ChildProcess.Outcome? {
        guard let outcome = Self.run(name, arguments, environment, timeout), case .exited = outcome.termination else {
            return nil
        }
        return outcome
    }

    private static func run(
        _ name: String,
        _ arguments: [String],
        _ environment: ProcessEnvironment,
        _ timeout: Duration
    ) -> ChildProcess.Outcome? {
        guard let path = try? ExecutableSearch.find(name, in: environment) else { return nil }
        return try? ChildProcess.run(
            program: path,
            arguments: arguments,
            environment: environment,
            deadline: .after(timeout),
            outputLimit: 4 << 20,
            terminal: .none
        )
    }
}

/// The secret part of a key, in the order of how far it can be used.
package enum GpgSecretPart: Int, Comparable, Sendable {
    /// It is not on this machine.
    case missing
    /// It needs a passphrase, or a card and its PIN.
    case locked
    /// gpg decrypts without a prompt.
    case unlocked

    /// Reads the words of a line of gpg-agent: `S KEYINFO GRIP TYPE SERIAL ID CACHED PROTECTION …`.
    ///
    /// `D` is a key on disk and `T` one on a card; protection `C` is none; `1` is a passphrase in the cache.
    init(keyInfo words: [String]) {
        let isHere = ["D", "T"].contains(words[3])
        let isOpen = words[6] == "1" || (words[3] == "D" && words[7] == "C")
        self = !isHere ? .missing : isOpen ? .unlocked : .locked
    }

    /// Reads the beginning of a file in `private-keys-v1.d`, an S-expression (agent/keyformat.txt of GnuPG); nil for a
    /// file that cannot be read.
    init(keyFile beginning: [UInt8]?) {
        guard let beginning else {
            self = .missing
            return
        }
        let text = String(decoding: beginning, as: UTF8.self)
        let isProtected = text.contains("protected-private-key") || text.contains("shadowed-private-key")
        self = isProtected || !text.contains("private-key") ? .locked : .unlocked
    }

    package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
