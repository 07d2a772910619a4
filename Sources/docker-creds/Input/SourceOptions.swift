internal import ArgumentParser
internal import RegistryCredentials

/// The option for the locations that are searched, and their order.
struct SourceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Where to look, in the order of the options: \(CredentialSources.names.joined(separator: ", ")), file:PATH or \
            kubernetes-secret:PATH. The default is docker-then-podman.
            """,
            valueName: "source"
        ),
        completion: .list(CredentialSources.names)
    )
    var source: [String] = []

    func validate() throws {
        for name in source where CredentialSources.named(name) == nil {
            let names = CredentialSources.names.joined(separator: ", ")
            throw ValidationError("unknown source '\(name)'; name one of \(names), file:PATH or kubernetes-secret:PATH")
        }
    }

    /// The locations; those of docker, then podman, if no option names any.
    var sources: CredentialSources {
        let presets = source.compactMap(CredentialSources.named)
        // A preset keeps the rules of its program, such as those of `CredentialSources.podman`.
        guard presets.count > 1 else { return presets.first ?? .dockerThenPodman }
        var sources: [CredentialSource] = []
        for source in presets.flatMap(\.sources) where !sources.contains(source) { sources.append(source) }
        return CredentialSources(sources)
    }
}
