internal import Codecs

/// A conversation with a plugin, as a state machine without I/O (C2SP, age-plugin.md, "State machines").
package struct PluginConversation {
    /// A request to a plugin.
    package enum Request: Sendable {
        /// Wrap a file key (`recipient-v1`).
        case wrap([UInt8], [AgePluginKey])
        /// Unwrap the file key of a header (`identity-v1`).
        case unwrap([AgeStanza], [AgePluginKey])
    }

    /// The next step after a stanza of the plugin.
    package enum Step: Sendable, Equatable {
        /// Send these bytes.
        case reply(AgeStanza)
        /// The conversation has ended.
        case done
    }

    private let request: Request
    private let interface: any AgePluginInterface
    /// The stanzas with the wrapped file key.
    package private(set) var stanzas: [AgeStanza] = []
    /// The labels that all recipients of the file must share.
    package private(set) var labels: [String] = []
    /// The file key that the plugin has unwrapped.
    package private(set) var fileKey: [UInt8]?
    /// The first error that the plugin has reported.
    package private(set) var error: String?

    /// Creates a conversation that has not begun.
    package init(_ request: Request, interface: any AgePluginInterface) {
        self.request = request
        self.interface = interface
    }

    /// The name of the state machine, for the plugin's argument `--age-plugin=`.
    package var stateMachine: String {
        switch request {
        case .wrap: "recipient-v1"
        case .unwrap: "identity-v1"
        }
    }

    /// The bytes of the first phase, in which only the client sends.
    package var opening: [UInt8] {
        var commands: [AgeStanza] = []
        switch request {
        case .wrap(let fileKey, let keys):
            commands += keys.map {
                Self.command($0.role == .recipient ? "add-recipient" : "add-identity", [$0.text])
            }
            commands += [Self.command("extension-labels"), Self.command("wrap-file-key", body: fileKey)]
        case .unwrap(let stanzas, let keys):
            commands += keys.map { Self.command("add-identity", [$0.text]) }
            commands += stanzas.map {
                Self.command("recipient-stanza", ["0", $0.kind] + $0.arguments, body: $0.body)
            }
        }
        // Plugins must ignore unknown commands; this one makes sure that they do.
        commands.insert(Self.command("grease-\(UInt32.random(in: 0...UInt32.max))", body: [0]), at: 0)
        commands.append(Self.command("done"))
        return commands.flatMap(\.bytes)
    }

    /// Responds to a command of the second phase, in which the plugin sends commands.
    ///
    /// - Throws: ``AgeError/Code/pluginFailed`` for a command that violates the protocol.
    package mutating func answer(_ command: AgeStanza) throws(AgeError) -> Step {
        switch (command.kind, request) {
        case ("done", _):
            return .done
        case ("msg", _):
            return .reply(interface.show(Self.text(command.body)) ? Self.okay : Self.fail)
        case ("confirm", _):
            return .reply(try confirm(command))
        case ("request-public", _), ("request-secret", _):
            let isSecret = command.kind == "request-secret"
            guard let answer = interface.ask(Self.text(command.body), isSecret: isSecret) else {
                return .reply(Self.fail)
            }
            return .reply(Self.command("ok", body: answer))
        case ("recipient-stanza", .wrap(_, let keys)):
            guard command.arguments.count >= 2, command.arguments[0] == "0", stanzas.count < keys.count else {
                throw Self.failure("it sent a stanza that was not asked for")
            }
            stanzas.append(
                AgeStanza(
                    kind: command.arguments[1],
                    arguments: Array(command.arguments.dropFirst(2)),
                    body: command.body
                )
            )
            return .reply(Self.okay)
        case ("labels", .wrap):
            guard labels.isEmpty else { throw Self.failure("it sent labels twice") }
            labels = command.arguments.sorted()
            return .reply(Self.okay)
        case ("file-key", .unwrap):
            guard command.arguments == ["0"], fileKey == nil, command.body.count == FileKey.byteCount else {
                throw Self.failure("it sent a file key that was not asked for")
            }
            fileKey = command.body
            return .reply(Self.okay)
        case ("error", _):
            // One stanza that cannot be read is not an error: another may be read.
            if command.arguments.first != "stanza" { error = error ?? Self.text(command.body) }
            return .reply(Self.okay)
        default:
            return .reply(Self.command("unsupported"))
        }
    }

    private func confirm(_ command: AgeStanza) throws(AgeError) -> AgeStanza {
        let base64 = Base64(padding: .forbidden)
        let answers = command.arguments.map { base64.decode(Array($0.utf8), canonical: true).map(Self.text) }
        guard 1...2 ~= answers.count, let yes = answers[0], !answers.contains(nil) else {
            throw Self.failure("it asked for a confirmation without answers")
        }
        guard
            let isConfirmed = interface.confirm(Self.text(command.body), yes: yes, no: answers.dropFirst().first ?? nil)
        else { return Self.fail }
        return Self.command("ok", [isConfirmed ? "yes" : "no"])
    }

    private static let okay = command("ok")
    private static let fail = command("fail")

    private static func command(_ kind: String, _ arguments: [String] = [], body: [UInt8] = []) -> AgeStanza {
        AgeStanza(kind: kind, arguments: arguments, body: body)
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func failure(_ reason: String) -> AgeError { AgeError(.pluginFailed, reason) }
}
