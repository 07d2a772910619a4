internal import ArgumentParser
internal import RegistryCredentials
internal import SystemSupport

/// The registries that completion offers.
enum KnownServers {
    /// Returns the registries with credentials, by their short names; helpers have a timeout of one second and may not
    /// prompt.
    ///
    /// - Parameter directory: The directory of Docker's config file; nil for the default.
    /// - Returns: The names in bytewise order; none if nothing can be listed.
    static func names(config directory: String? = nil) async -> [String] {
        let arguments = ["--timeout", "1"] + (directory.map { ["--config", $0] } ?? [])
        guard let options = try? StoreOptions.parse(arguments),
            let lists = try? await options.allLocations(prompting: .never).listEverywhere()
        else { return [] }
        var names: Set<String> = []
        for (_, result) in lists {
            for entry in (try? result.get()) ?? [] {
                guard let server = entry.server else { continue }
                names.insert(server.isDockerHub ? "docker.io" : server.shortName)
            }
        }
        return names.sorted()
    }

    /// The argument with which a completion script requests the registries; the shell filters them.
    ///
    /// The argument parser writes it into the script. It handles the request only in its own asynchronous `main`, so
    /// `Main` handles it.
    static let shellRequest = "---completion"

    /// The completion that makes the argument parser write the request into its scripts.
    static let completion = CompletionKind.custom { _, _, _ in await names() }
}

extension ServerAddress {
    /// The host, the port and the path, without a scheme.
    var shortName: String { authority + (path.isEmpty ? "" : "/\(path)") }

    /// The registry as an argument of a command that can be pasted into a shell.
    var argument: String {
        let name = isDockerHub && path.isEmpty ? "docker.io" : shortName
        let isPlain = name.utf8.allSatisfy { byte in
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || ".:/_-".utf8.contains(byte)
        }
        return isPlain ? name : name.shellQuoted
    }
}

extension ServerAddress {
    /// Parses an argument of a lookup or removal: a registry, an image, or any key of a file or helper.
    ///
    /// - Throws: `ServerAddressError` if the text is neither.
    init(argument text: String) throws(ServerAddressError) {
        do throws(ServerAddressError) {
            try self.init(registryOrImage: text)
        } catch {
            // Such as `ftp://registry.example/` or `*.example`; the transport of an image is not a key.
            guard !text.hasPrefix("docker"), !text.hasPrefix("oci:") else { throw error }
            try self.init(exactly: text)
        }
    }
}
