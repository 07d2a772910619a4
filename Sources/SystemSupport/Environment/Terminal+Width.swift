internal import CSystemSupport
package import SystemPackage

extension Terminal {
    /// Returns the number of columns of a terminal, or nil if the descriptor is not a terminal or its width is unknown.
    package static func width(of descriptor: FileDescriptor) -> Int? {
        let columns = Int(system_support_terminal_columns(descriptor.rawValue))
        return columns > 0 ? columns : nil
    }
}
