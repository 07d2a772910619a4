import HelperProtocol
import SystemSupport

@main struct Main {
    static func main() {
        let identity = HelperIdentity.ours("docker-credential-secretservice")
        let diagnostics = HelperDiagnostics.standardError(of: identity)
        SecretServiceHelper(environment: .current, diagnostics: diagnostics) { settings throws(SecretServiceError) in
            #if SecretService && os(Linux)
            try SecretServiceClient(settings, diagnostics: diagnostics)
            #else
            throw .failed("this program was built without libsecret: the package trait SecretService is off")
            #endif
        }.serve(as: identity)
    }
}
