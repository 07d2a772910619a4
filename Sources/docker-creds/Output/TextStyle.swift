internal import SystemPackage
internal import SystemSupport

/// How text on an output looks: for a person at a terminal, or for a program behind a pipe.
struct TextStyle: Sendable {
    /// Whether a person is looking.
    let isTerminal: Bool
    /// The columns of the terminal; nil where lines may have any length.
    let width: Int?
    private let usesColour: Bool

    /// The style of an output.
    ///
    /// - Parameters:
    ///   - output: The descriptor.
    ///   - environment: `NO_COLOR` (no-color.org) and `TERM=dumb` turn colour off, if they are set to anything but nothing.
    init(of output: FileDescriptor, environment: ProcessEnvironment) {
        isTerminal = Terminal.isTerminal(output)
        width = isTerminal ? Terminal.width(of: output) : nil
        usesColour = isTerminal && environment["NO_COLOR"] == nil && environment["TERM"] != "dumb"
    }

    /// A style for tests.
    init(isTerminal: Bool, width: Int? = nil, usesColour: Bool = false) {
        self.isTerminal = isTerminal
        self.width = width
        self.usesColour = usesColour
    }

    /// The attributes that text can have, by their numbers in ECMA-48 (SGR).
    enum Attribute: Int {
        case bold = 1
        case faint = 2
        case red = 31
        case green = 32
        case yellow = 33
    }

    /// The text with an attribute, where there is colour; it has to be escaped already.
    func styled(_ text: String, _ attribute: Attribute?) -> String {
        guard usesColour, let attribute else { return text }
        return "\u{1B}[\(attribute.rawValue)m\(text)\u{1B}[0m"
    }
}
