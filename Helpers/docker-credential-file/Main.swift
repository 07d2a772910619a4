import HelperProtocol
import SystemSupport

@main struct Main {
    static func main() {
        let identity = HelperIdentity.ours("docker-credential-file")
        FileHelper(
            environment: .current,
            diagnostics: .standardError(of: identity),
            user: CurrentProcess.effectiveUser
        ).serve(as: identity)
    }
}
