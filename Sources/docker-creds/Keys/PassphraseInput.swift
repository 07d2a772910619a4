internal import ArgumentParser
internal import SystemPackage
internal import SystemSupport

/// The source of a command's passphrases.
struct PassphraseOptions: ParsableArguments {
    @Flag(help: "Read the passphrase from standard input; for key protect, the new one and then the current one.")
    var passphraseStdin = false

    /// The lines of standard input, if passphrases are read from there; empty to prompt for them.
    func lines(count: Int) throws(Failure) -> [[UInt8]] {
        guard passphraseStdin else { return [] }
        do {
            let input = try StandardStreams.readStandardInput(limit: 1 << 16)
            let lines = input.split(separator: UInt8(ascii: "\n"), maxSplits: count, omittingEmptySubsequences: false)
            let passphrases = lines.prefix(count).map {
                $0.last == UInt8(ascii: "\r") ? Array($0.dropLast()) : Array($0)
            }
            guard let first = passphrases.first, !first.isEmpty else {
                throw SystemError(.invalidArgument, "read the passphrase", because: "standard input has none")
            }
            return passphrases.filter { !$0.isEmpty }
        } catch {
            throw Failure("\(error)")
        }
    }
}

/// Prompts for passphrases on the terminal.
enum PassphraseInput {
    /// The timeout for two prompts.
    private static let limit = Duration.seconds(300)

    /// Prompts twice for a new passphrase, because a mistyped one makes the store unreadable.
    static func askTwice(for file: FilePath) throws(Failure) -> [UInt8] {
        do {
            let first = try Terminal.readPassphrase(prompt: "New passphrase for \(file): ", deadline: .after(limit))
            let second = try Terminal.readPassphrase(prompt: "Again: ", deadline: .after(limit))
            guard first == second else { throw Failure("the passphrases differ; nothing was changed") }
            return first
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure("\(error)", advice: [.text("Pass it on standard input: --passphrase-stdin")])
        }
    }
}
