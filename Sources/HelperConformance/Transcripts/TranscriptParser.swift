/// Parses transcripts line by line.
///
/// The format is described at ``Transcript``.
struct TranscriptParser {
    let file: String
    private(set) var scenarios: [Transcript.Scenario] = []
    private var line = 0
    private var call: Transcript.Call?

    init(file: String) { self.file = file }

    mutating func parse(_ bytes: [UInt8]) throws(TranscriptError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw error(#"not UTF-8; write bytes as \xNN"#) }
        for text in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line += 1
            guard let first = text.first, first != UInt8(ascii: "#") else { continue }
            do {
                try parse(line: text)
            } catch let syntaxError {
                throw error(syntaxError.reason)
            }
        }
        try finishCall()
    }

    private mutating func parse(line text: ArraySlice<UInt8>) throws(TranscriptSyntaxError) {
        // A trailing space would be invisible, and transcripts are about exact bytes.
        guard text.last != UInt8(ascii: " ") else { throw TranscriptSyntaxError(#"ends with a space; write \x20"#) }
        guard !text.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw TranscriptSyntaxError(#"contains a control character; write \xNN"#)
        }
        guard let bar = text.firstIndex(of: UInt8(ascii: "|")) else {
            throw TranscriptSyntaxError("has no bar between keyword and text")
        }
        let keyword = String(decoding: text[..<bar].filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
        var value = text[(bar + 1)...]
        if value.first == UInt8(ascii: " ") { value.removeFirst() }
        switch keyword {
        case "title": try beginScenario(String(decoding: value, as: UTF8.self))
        case "call": try beginCall(value)
        default: try parse(keyword: keyword, value: value)
        }
    }

    private mutating func beginScenario(_ title: String) throws(TranscriptSyntaxError) {
        try finish()
        guard !title.isEmpty else { throw TranscriptSyntaxError("a title is a sentence") }
        scenarios.append(Transcript.Scenario(title: title, file: file, line: line))
    }

    private mutating func beginCall(_ value: ArraySlice<UInt8>) throws(TranscriptSyntaxError) {
        try finish()
        guard !scenarios.isEmpty else { throw TranscriptSyntaxError("a call stands before the first title") }
        call = Transcript.Call(line: line, arguments: try Self.words(in: value))
    }

    private mutating func parse(keyword: String, value: ArraySlice<UInt8>) throws(TranscriptSyntaxError) {
        guard call != nil else { throw TranscriptSyntaxError("stands before the first call of its scenario") }
        switch keyword {
        case "input": call?.input.append(try Self.lineText(value))
        case "output":
            guard case .exactly(var text) = call?.output else {
                throw TranscriptSyntaxError("a call has either output or line")
            }
            text.append(try Self.lineText(value))
            call?.output = .exactly(text)
        case "line":
            let text = try TranscriptText(value)
            switch call?.output {
            case .oneLine(let texts): call?.output = .oneLine(containing: texts + [text])
            case .exactly(TranscriptText()): call?.output = .oneLine(containing: [text])
            default: throw TranscriptSyntaxError("a call has either output or line")
            }
        case "error": call?.errorFragments.append(try TranscriptText(value))
        case "exit":
            guard let status = Int32(String(decoding: value, as: UTF8.self)), 0...255 ~= status else {
                throw TranscriptSyntaxError("an exit status is a number between 0 and 255")
            }
            call?.exitStatus = status
        default: throw TranscriptSyntaxError("unknown keyword")
        }
    }

    private mutating func finishCall() throws(TranscriptError) {
        do {
            try finish()
        } catch let syntaxError {
            throw error(syntaxError.reason)
        }
    }

    private mutating func finish() throws(TranscriptSyntaxError) {
        guard let call else { return }
        guard call.exitStatus != nil else {
            throw TranscriptSyntaxError("the call on line \(call.line) has no exit status")
        }
        scenarios[scenarios.count - 1].calls.append(call)
        self.call = nil
    }

    private func error(_ reason: String) -> TranscriptError { TranscriptError(file: file, line: line, reason: reason) }
}
