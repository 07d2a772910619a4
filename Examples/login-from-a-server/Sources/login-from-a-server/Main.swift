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

/// What a service does when it starts: `login-from-a-server HOST USER`, with the password on standard input.
///
/// It finds out at once whether the password is right, and not with the first request of a customer. The credential stays
/// in memory; nothing is written to a disk.
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
            // From here on the service asks its store, whatever the spelling of the registry.
            print("In memory: \(try await store.get(server).map { "\($0)" } ?? "nothing")")
        } catch let error as LoginError where error.code == .refused {
            print("The password is wrong: \(error)")
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
        let environment = Environment.variables
        var options = LoginOptions()
        // A registry on this machine needs no TLS; any other does.
        options.plainHTTP = .loopback
        let outcome = try await HTTPClientTransport.withTransport(
            certificates: CertificateDirectories(environment: environment),
            proxies: ProxySettings(environment: environment)
        ) { [options] transport in
            try await LoginService(transport: transport, options: options).login(
                to: server,
                with: .password(username: username, password: password),
                savingIn: store
            )
        }
        switch outcome.verdict {
        case .accepted: print("\(outcome.registry) accepts the password of \(username)")
        case .identityTokenObtained: print("\(outcome.registry) gave a token for the password of \(username)")
        case .authenticationNotRequired: print("\(outcome.registry) asks nobody for a password")
        }
    }
}
