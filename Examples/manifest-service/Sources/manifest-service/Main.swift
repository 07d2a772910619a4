import RegistryLoginHTTP

/// Prints the size of the manifest of each image on standard input, all at the same time: `manifest-service < IMAGES`.
@main struct Main {
    static func main() async {
        let service = ManifestService()
        await withTaskGroup { group in
            while let name = readLine() {
                group.addTask {
                    do {
                        return "\(name): \(try await service.manifest(of: name).count) bytes"
                    } catch let error as LoginError where error.code == .noCredentials {
                        return "\(name): nobody is logged in"
                    } catch {
                        return "\(name): \(error)"
                    }
                }
            }
            for await line in group { print(line) }
        }
        service.shutdown()
    }
}
