/// The error for a script that did not exit with 0.
package struct ScriptFailure: Error, CustomStringConvertible {
    package let description: String
}
