import HelperProtocol
import SystemSupport

@main struct Main {
    static func main() {
        let identity = HelperIdentity.ours("docker-credential-auto")
        AutoHelper(
            environment: .current,
            diagnostics: .standardError(of: identity),
            program: CurrentProcess.programPath
        ).serve(as: identity)
    }
}
