import AgeEncryption
import HelperProtocol
import SystemSupport

extension StoreKeys {
    /// The age plugins that this process can run.
    var plugins: AgePluginProgram {
        AgePluginProgram(
            environment: environment,
            timeout: timeout,
            interface: TerminalPluginInterface(diagnostics: diagnostics, timeout: timeout, mayPrompt: mayPrompt)
        )
    }
}

/// Relays messages and questions of plugins to the controlling terminal, if there is one.
private struct TerminalPluginInterface: AgePluginInterface {
    let diagnostics: HelperDiagnostics
    let timeout: Duration
    let mayPrompt: Bool

    func show(_ message: String) -> Bool {
        diagnostics.note(message)
        return true
    }

    func confirm(_ message: String, yes: String, no: String?) -> Bool? {
        let choice = no.map { " (1: \(yes), 2: \($0)) " } ?? " (1: \(yes)) "
        return ask(message + choice, isSecret: true).map { $0.elementsEqual("1".utf8) }
    }

    func ask(_ message: String, isSecret: Bool) -> [UInt8]? {
        guard mayPrompt else { return nil }
        do throws(SystemError) {
            return try Terminal.readPassphrase(
                prompt: "\(message.escapedForDisplay): ",
                deadline: .after(timeout)
            )
        } catch {
            // The plugin is told that there was no answer, and decides what that means.
            return nil
        }
    }
}
