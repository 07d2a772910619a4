internal import CSystemSupport
package import SystemPackage

extension Terminal {
    /// The number of columns of a terminal; nil for anything else, and for a terminal that does not know.
    package static func width(of descriptor: FileDescriptor) -> Int? {
        let columns = Int(system_support_terminal_columns(descriptor.rawValue))
        return columns > 0 ? columns : nil
    }
}
