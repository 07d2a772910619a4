public import HelperProtocol

/// Plays scenarios against a helper in this process or a program.
extension Transcript.Scenario {
    /// Plays the scenario against a helper in this process.
    ///
    /// - Parameters:
    ///   - helper: A helper whose store is empty.
    ///   - identity: The name and version that the helper reports.
    /// - Returns: The differences, or an empty array if there are none.
    public func play(on helper: some CredentialHelper, as identity: HelperIdentity) -> [TranscriptMismatch] {
        let caller = InProcessCaller(helper: helper, identity: identity)
        return play(name: identity.name) { arguments, input in caller.call(arguments, input: input) }
    }

    /// Plays the scenario against a program.
    ///
    /// - Parameter program: A helper whose store is empty.
    /// - Returns: The differences, or an empty array if there are none.
    /// - Throws: ``HelperProgramError`` if a call could not be completed.
    public func play(on program: HelperProgram) throws(HelperProgramError) -> [TranscriptMismatch] {
        try play(name: program.name) { arguments, input throws(HelperProgramError) in
            try program.call(arguments, input: input)
        }
    }

    /// Plays the scenario with a closure that calls the helper.
    func play<Failure: Error>(
        name: String,
        call: (_ arguments: [String], _ input: [UInt8]) throws(Failure) -> HelperOutcome
    ) throws(Failure) -> [TranscriptMismatch] {
        var mismatches: [TranscriptMismatch] = []
        for expected in calls {
            let arguments = expected.arguments.map { String(decoding: $0.bytes(name: name), as: UTF8.self) }
            let outcome = try call(arguments, expected.input.bytes(name: name))
            mismatches += expected.differences(from: outcome, name: name).map {
                TranscriptMismatch(file: file, line: expected.line, text: "\(title): \(arguments): \($0)")
            }
        }
        return mismatches
    }
}
