/// What clients and a helper say to each other, written down in a file that a person can read and a test can play.
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
/// | keyword  | what stands behind the bar |
/// |----------|----------------------------|
/// | `title`  | A sentence; a new scenario begins. |
/// | `call`   | The arguments, between blanks or in double quotes; a new call begins. |
/// | `input`  | A line of standard input; there may be several, or none. |
/// | `output` | A line of standard output. All of it is given, so a call without one prints nothing. |
/// | `line`   | In place of `output`: there is exactly one line, and this is a part of it. |
/// | `error`  | A part of what is on standard error; what else is there does not matter. |
/// | `exit`   | The exit status; every call has one. |
///
/// Lines that begin with `#` are comments. In texts `\xNN` is one byte, `${name}` the helper's name, `${text*count}` a
/// text many times over, and a backslash at the end takes the line feed away. Any other backslash is itself, so that
/// JSON is written as it is.
public struct Transcript: Sendable {
    /// What the file is called in messages.
    public let file: String

    /// The scenarios, in the order of the file.
    public let scenarios: [Scenario]

    /// Reads a transcript.
    ///
    /// - Parameters:
    ///   - bytes: The file's content.
    ///   - file: What the file is called in messages.
    /// - Throws: ``TranscriptError`` for the first line that is not as described above.
    public init(parsing bytes: [UInt8], file: String) throws(TranscriptError) {
        var parser = TranscriptParser(file: file)
        try parser.parse(bytes)
        self.file = file
        scenarios = parser.scenarios
    }
}
