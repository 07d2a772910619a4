package import HelperProtocol
package import SystemSupport

extension StoreKeys {
    /// Creates the keys that the environment and the settings file of a process name.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process.
    ///   - user: Its effective user.
    ///   - diagnostics: Where the user is told that a key was created.
    /// - Throws: ``HelperError`` for a variable or a setting that cannot be used.
    package init(
        environment: ProcessEnvironment,
        user: UInt32 = CurrentProcess.effectiveUser,
        diagnostics: HelperDiagnostics
    ) throws(HelperError) {
        let timeout = try HelperSettings { environment[$0] }.timeout
        let rules = AccessRules(user: user, homeOwner: user == 0 ? Self.homeOwner(environment) : nil)
        let settings = try StoreSettings.read(environment, rules)
        let locations = try StoreLocations(environment: environment, settings: settings) { path in
            do throws(SystemError) { return try FileStatus(of: path).size >= 0 } catch { return false }
        }
        self.init(
            locations: locations,
            rules: rules,
            timeout: timeout,
            unlockDuration: settings.unlockDuration,
            environment: environment,
            diagnostics: diagnostics
        )
    }

    /// The owner of the home directory; nil if there is no home directory.
    private static func homeOwner(_ environment: ProcessEnvironment) -> UInt32? {
        do throws(SystemError) {
            return try FileStatus(of: try environment.homeDirectory).owner
        } catch {
            return nil
        }
    }
}
