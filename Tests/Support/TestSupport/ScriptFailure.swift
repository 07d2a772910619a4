/// A script that did not end with 0.
package struct ScriptFailure: Error, CustomStringConvertible {
    package let description: String
}
