package import SystemPackage
internal import Glibc
package enum Terminal {
    package static func isTerminal(_ d: FileDescriptor) -> Bool { isatty(d.rawValue) == 1 }
    package static func readPassphrase(prompt: String, deadline: Deadline) throws(SystemError) -> [UInt8] { throw SystemError(.noTerminal, "x", because: "none") }
}
