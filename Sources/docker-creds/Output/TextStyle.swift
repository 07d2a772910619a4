internal import SystemPackage
internal import SystemSupport

/// The style of text on an output, which may be a terminal or a pipe.
struct TextStyle: Sendable {
    /// Whether the output is a terminal.
    let isTerminal: Bool
    /// The width of the terminal; nil if lines may have any length.
    let width: Int?
    private let usesColour: Bool

    /// Creates the style of an output.
    ///
    /// - Parameters:
    ///   - output: The descriptor.
    ///   - environment: `NO_COLOR` (no-color.org) and `TERM=dumb` turn colour off if they are not empty.
    init(of output: FileDescriptor, environment: ProcessEnvironment) {
        isTerminal = Terminal.isTerminal(output)
        width = isTerminal ? Terminal.width(of: output) : nil
        usesColour = isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
    }

    /// Creates a style for tests.
    init(isTerminal: Bool, width: Int? = nil, usesColour: Bool = false) {
        self.isTerminal = isTerminal
        self.width = width
        self.usesColour = usesColour
    }

    /// Text attributes, by their SGR numbers (ECMA-48).
    enum Attribute: Int {
        case bold = 1
        case faint = 2
        case red = 31
        case green = 32
        case yellow = 33
    }

    /// Returns the text with an attribute, if colour is on; the text must already be escaped.
    func styled(_ text: String, _ attribute: Attribute?) -> String {
        guard usesColour, let attribute else { return text }
        return "\u{1B}[\(attribute.rawValue)m\(text)\u{1B}[0m"
    }
}
