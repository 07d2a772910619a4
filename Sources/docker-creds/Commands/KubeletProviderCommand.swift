internal import ArgumentParser
internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

struct KubeletProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubelet-provider",
        abstract: "Answer a kubelet's request for the credentials of an image.",
        discussion: """
            The exec plugin of a kubelet: reads a CredentialProviderRequest from standard input and writes a \
            CredentialProviderResponse. Never prompts. If there are no credentials, or the store is locked, the response \
            has none and the exit status is 0, so that public images can be pulled.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var locations: SourceOptions

    func run() async throws {
        let request = try Self.request()
        let store = try stores.allLocations(in: locations.sources, prompting: .never)
        let response = try await store.response(to: request)
        if let problem = response.problem { Console.current.report(Failure(problem)) }
        Console.current.print(own: String(decoding: response.json, as: UTF8.self))
    }

    /// The size limit of a request in bytes, more than any with a service account's token and annotations has.
    private static let limit = 1 << 20

    private static func request() throws -> KubeletCredentialRequest {
        guard !Terminal.isTerminal(.standardInput) else {
            throw Failure(
                "the request of a kubelet is read from standard input, which is a terminal",
                status: .usage,
                advice: [.text("Name this command in the kubelet's CredentialProviderConfig")]
            )
        }
        do {
            return try KubeletCredentialRequest(parsing: StandardStreams.readStandardInput(limit: limit))
        } catch let error as KubeletCredentialError {
            throw Failure("cannot answer the kubelet: \(error)")
        } catch let error as SystemError {
            throw Failure("\(error)")
        }
    }
}
