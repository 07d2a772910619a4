import RegistryCredentials
import SystemPackage
import Testing

/// A home directory with a config file and helpers, for stores that read an environment.
struct ConfigHome {
    let scripts: HelperScripts

    init(_ config: String? = nil) throws {
        scripts = try HelperScripts()
        try scripts.shell("mkdir -p \"$DIRECTORY/.docker\"")
        if let config { try write(config, to: ".docker/config.json") }
    }

    var variables: [String: String] { scripts.environment.merging(["HOME": scripts.path.string]) { $1 } }

    func write(_ text: String, to file: String) throws {
        try scripts.shell("mkdir -p \"$(dirname \"$DIRECTORY/\(file)\")\"")
        try scripts.write(text, to: file, mode: "600")
    }

    func read(_ file: String = ".docker/config.json") throws -> String {
        try scripts.shell("cat \"$DIRECTORY/\(file)\" 2>/dev/null")
    }

    func store(_ change: (inout DynamicStore.Options) -> Void = { _ in }) throws -> DynamicStore {
        var options = DynamicStore.Options()
        change(&options)
        return try DynamicStore(environment: variables, options: options)
    }

    /// Keeps the directory until the end of a test that does not use it otherwise.
    func keep() { withExtendedLifetime(scripts) {} }

    /// The path of a file in the directory, as errors show it.
    func path(_ file: String = ".docker/config.json") -> String { scripts.path.appending(file).string }
}
