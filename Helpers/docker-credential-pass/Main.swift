import HelperProtocol
import SystemSupport

@main struct Main {
    static func main() {
        let identity = HelperIdentity.ours("docker-credential-pass")
        PassHelper(environment: .current, diagnostics: .standardError(of: identity)).serve(as: identity)
    }
}
