extension String {
    /// The text with a blank in the place of whatever could move a terminal's cursor or turn the text around.
    ///
    /// Servers send what they like, and it ends up on a terminal or in a log.
    var onOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.movesTheCursor ? " " : $0 }))
    }

    /// At most `count` scalars of the text, with an ellipsis where it was cut.
    ///
    /// Not characters, as one of those may be of any length.
    func cut(to count: Int) -> String {
        let scalars = unicodeScalars
        return scalars.count > count ? String(scalars.prefix(count)) + "…" : self
    }
}

extension Unicode.Scalar {
    fileprivate var movesTheCursor: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }
}
