#if HTTPClient
import Foundation
import RegistryLoginHTTP

do {
    let image = try ImageReference(commandLine: CommandLine.arguments.dropFirst().joined())
    let manifest = try await RegistryClient.withClient(for: image) { try await $0.manifest() }
    print(String(decoding: manifest.body, as: UTF8.self))
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
#endif
