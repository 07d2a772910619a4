// The library has no Testing where the Swift runtime is linked statically, and nothing there runs tests.
#if canImport(Testing)
package import Testing

extension Trait where Self == ConditionTrait {
    /// Skips a test if a program is not installed, and says which.
    ///
    /// If `DOCKER_CREDENTIALS_REQUIRE_TOOLS` is 1, the test fails instead.
    package static func requires(_ tools: String..., sourceLocation: SourceLocation = #_sourceLocation) -> Self {
        requirement(missing: Tool.missing(tools), sourceLocation)
    }

    /// Skips a test if this process is not root, or fails it if tools are required.
    package static var requiresRoot: Self {
        requirement(missing: Tool.isRoot ? [] : ["root"], #_sourceLocation)
    }

    private static func requirement(missing: [String], _ sourceLocation: SourceLocation) -> Self {
        let error = MissingRequirement(names: missing)
        return .enabled("\(error)", sourceLocation: sourceLocation) {
            guard !missing.isEmpty, Tool.isRequired else { return missing.isEmpty }
            throw error
        }
    }
}
#endif
