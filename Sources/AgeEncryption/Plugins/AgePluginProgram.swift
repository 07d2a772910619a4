package import SystemSupport

/// Plugins as programs: `age-plugin-NAME` in an absolute directory of `PATH`.
package struct AgePluginProgram: AgePluginClient {
    private let environment: ProcessEnvironment
    private let timeout: Duration
    private let interface: any AgePluginInterface

    /// The limit for the output of a plugin in one conversation, in bytes.
    private static let outputLimit = 4 << 20

    /// Creates a client that runs plugins.
    ///
    /// - Parameters:
    ///   - environment: The variables of the plugins; they are searched for in `PATH`.
    ///   - timeout: The timeout of a conversation, including the time for the user's answers.
    ///   - interface: Shows messages and questions of plugins to the user.
    package init(environment: ProcessEnvironment, timeout: Duration, interface: any AgePluginInterface) {
        self.environment = environment
        self.timeout = timeout
        self.interface = interface
    }

    package func wrap(
        _ fileKey: [UInt8],
        to keys: [AgePluginKey]
    ) throws(AgeError) -> (stanzas: [AgeStanza], labels: [String]) {
        let ended = try converse(.wrap(fileKey, keys), keys[0].program)
        guard ended.error == nil, !ended.stanzas.isEmpty else {
            throw Self.failure(keys[0].program, ended.error ?? "it returned no stanza")
        }
        return (ended.stanzas, ended.labels)
    }

    package func unwrap(_ stanzas: [AgeStanza], with keys: [AgePluginKey]) throws(AgeError) -> [UInt8]? {
        let ended = try converse(.unwrap(stanzas, keys), keys[0].program)
        if let fileKey = ended.fileKey { return fileKey }
        guard let error = ended.error else { return nil }
        throw Self.failure(keys[0].program, error)
    }

    private func converse(
        _ request: PluginConversation.Request,
        _ program: String
    ) throws(AgeError) -> PluginConversation {
        do {
            let path = try ExecutableSearch.find(program, in: environment)
            var conversation = PluginConversation(request, interface: interface)
            var child = try ConversingChild.start(
                path,
                arguments: ["--age-plugin=\(conversation.stateMachine)"],
                environment: environment,
                outputLimit: Self.outputLimit
            )
            let deadline = Deadline.after(timeout)
            var reader = PluginStanzaReader()
            try child.send(conversation.opening, until: deadline)
            while true {
                while let command = try reader.next() {
                    guard case .reply(let reply) = try conversation.answer(command) else { return conversation }
                    try child.send(reply.bytes, until: deadline)
                }
                guard let output = try child.receive(until: deadline) else {
                    throw AgeError(.pluginFailed, "it ended in the middle of the conversation")
                }
                reader.add(output)
            }
        } catch let error as AgeError {
            throw Self.failure(program, error.message)
        } catch {
            let reason = (error as? SystemError).map {
                $0.code == .notFound ? Diagnosis.Phrase.notFoundInPath : $0.reason
            }
            throw Self.failure(program, reason ?? "\(error)")
        }
    }

    /// Shortens the text of a plugin, which is another program, to one line of limited length.
    private static func failure(_ program: String, _ reason: String) -> AgeError {
        AgeError(.pluginFailed, "\(program): \(String(reason.prefix(300)).escapedForDisplay)")
    }
}
