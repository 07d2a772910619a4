extension Duration {
    /// Parses a duration in hours, minutes and seconds, such as `8h`, `10m`, `1h30m`, `45s` or `0`.
    ///
    /// Nil for any other text, and for more than a hundred days.
    package init?(timeLimit text: String) {
        guard text != "0" else {
            self = .zero
            return
        }
        var seconds = 0
        var number = ""
        var units = "hms"[...]
        for character in text {
            if character.isASCII, character.isNumber {
                number.append(character)
                continue
            }
            // Each unit once, the larger ones first.
            guard let count = Int(number), count <= 8_640_000, let unit = units.firstIndex(of: character) else {
                return nil
            }
            seconds += count * (character == "h" ? 3600 : character == "m" ? 60 : 1)
            units = units[units.index(after: unit)...]
            number = ""
        }
        guard number.isEmpty, !text.isEmpty, seconds <= 8_640_000 else { return nil }
        self = .seconds(seconds)
    }
}
