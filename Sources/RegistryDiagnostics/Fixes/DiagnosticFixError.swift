package import SystemSupport

/// The failure of a fix whose subject is not a file.
package struct DiagnosticFixError: Error, Equatable, CustomStringConvertible {
    /// Why the change was not made, and what to do.
    package let diagnosis: Diagnosis

    init(_ diagnosis: Diagnosis) { self.diagnosis = diagnosis }

    init(_ message: String, advice: String) { self.init(Diagnosis(message, advice: [advice])) }

    /// The message without the advice.
    package var description: String { diagnosis.message }
}
