import HelperProtocol
import SystemPackage
import SystemSupport

/// A helper program that this one calls.
struct Backend: Equatable {
    /// The name after `docker-credential-`.
    let name: String
    /// Its absolute path.
    let path: FilePath

    /// The file name of a helper.
    static func program(_ name: String) -> String { "docker-credential-\(name)" }

    /// Finds the programs of the backends: beside this program, else in `PATH`.
    ///
    /// A program that is this one under another name is not a backend.
    ///
    /// - Parameters:
    ///   - names: The names, in order.
    ///   - caller: The path of this program without symbolic links, or nil if it is unknown.
    ///   - environment: The environment with `PATH`.
    ///   - diagnostics: Where a program that is not used is traced.
    /// - Returns: The backends that are installed, in order.
    static func find(
        _ names: [String],
        calledBy caller: FilePath?,
        in environment: ProcessEnvironment,
        diagnostics: HelperDiagnostics
    ) -> [Backend] {
        let status = caller.flatMap { try? FileStatus(of: $0) }
        return names.compactMap { name in
            do throws(SystemError) {
                let path = try ExecutableSearch.find(
                    program(name),
                    preferring: caller?.parentDirectory,
                    in: environment
                )
                if let status, try FileStatus(of: path).isSameFile(as: status) {
                    diagnostics.trace("skipped, as it is this program: \(path)")
                    return nil
                }
                return Backend(name: name, path: path)
            } catch {
                diagnostics.trace("skipped: \(error)")
                return nil
            }
        }
    }
}
