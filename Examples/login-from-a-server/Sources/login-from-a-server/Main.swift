import HelperProtocol
import RegistryCredentials
import RegistryLogin
import RegistryLoginHTTP

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The start of a service: `login-from-a-server HOST USER`, with the password on standard input.
///
/// Verifies the password at startup, not with a customer's first request. The credential stays in memory and is never
/// written to disk.
@main struct Main {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let password = readLine() else {
            print("usage: login-from-a-server HOST USER < PASSWORD-FILE")
            exit(2)
        }
        do {
            let server = try ServerAddress(arguments[1])
            let store = MemoryStore()
            try await logIn(to: server, as: arguments[2], password: Secret(password), savingIn: store)
            // From here on the service uses its store, with any form of the registry's address.
            print("In memory: \(try await store.get(server).map { "\($0)" } ?? "nothing")")
        } catch let error as LoginError where error.code == .rejected {
            print("\(error)")
            exit(1)
        } catch {
            print("\(error)")
            exit(3)
        }
    }

    static func logIn(
        to server: ServerAddress,
        as username: String,
        password: Secret,
        savingIn store: MemoryStore
    ) async throws {
        var options = LoginOptions()
        // Only a registry on this machine may be used without TLS.
        options.plainHTTP = .loopback
        // Proxies, certificates and trust roots are those of the process's environment.
        let outcome = try await HTTPClientTransport.withTransport { [options] transport in
            try await LoginService(transport: transport, options: options).login(
                to: server,
                with: .password(username: username, password: password),
                savingIn: store
            )
        }
        switch outcome.verdict {
        case .accepted: print("\(outcome.registry) accepted the password of \(username)")
        case .identityTokenObtained: print("\(outcome.registry) gave a token for the password of \(username)")
        case .authenticationNotRequired: print("\(outcome.registry) does not require authentication")
        }
    }
}
