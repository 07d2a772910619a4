/// A recorded conversation between clients and a helper, in a file that people can read and tests can play.
///
/// A file holds scenarios. Each starts with an empty store, and its calls share that store:
///
/// ```
/// title  | What was stored is given back
///
/// call   | store
/// input  | {"ServerURL":"registry.example","Username":"ann","Secret":"s3cret"}
/// exit   | 0
///
/// # No line feed behind the key: Docker sends none.
/// call   | get
/// input  | registry.example\
/// output | {"ServerURL":"registry.example","Username":"ann","Secret":"s3cret"}
/// exit   | 0
/// ```
///
/// | keyword  | text after the bar |
/// |----------|----------------------------|
/// | `title`  | A sentence; a new scenario begins. |
/// | `call`   | The arguments, separated by spaces or in double quotes; a new call begins. |
/// | `input`  | A line of standard input. May be repeated or absent. |
/// | `output` | A line of standard output. All lines are given, so a call without one prints nothing. |
/// | `line`   | Instead of `output`: there is exactly one line, and it contains this text. |
/// | `error`  | A part of standard error. The rest is not compared. |
/// | `exit`   | The exit status, which every call has. |
///
/// Lines that begin with `#` are comments. In texts, `\xNN` is one byte, `${name}` is the helper's name, and
/// `${text*count}` repeats a text. A backslash at the end of a line removes the line feed. Any other backslash is
/// literal, so JSON needs no extra escapes.
public struct Transcript: Sendable {
    /// The file's name in messages.
    public let file: String

    /// The scenarios, in the order of the file.
    public let scenarios: [Scenario]

    /// Parses a transcript.
    ///
    /// - Parameters:
    ///   - bytes: The content of the file.
    ///   - file: The file's name in messages.
    /// - Throws: ``TranscriptError`` for the first invalid line.
    public init(parsing bytes: [UInt8], file: String) throws(TranscriptError) {
        var parser = TranscriptParser(file: file)
        try parser.parse(bytes)
        self.file = file
        scenarios = parser.scenarios
    }
}
