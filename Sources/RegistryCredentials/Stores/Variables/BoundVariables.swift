internal import HelperProtocol
internal import SystemSupport

/// The environment variables in which a build service passes one credential, and the hosts that it is bound to.
///
/// Secrets and hosts often come from different people: a project's owner protects the password, and a job, an artifact
/// or a fork may set the host. So a host from a variable must be a bare host, and must be the one that the service's
/// other variables name. A job that can set all of them could send the secret anywhere without this package.
struct BoundVariables: Sendable {
    /// The source of the hosts.
    enum Hosts: Sendable {
        /// The registries of the service, which no variable can change.
        case fixed([String])
        /// The variable that names the host.
        case variable(String)
    }

    /// The source of the user name.
    enum Username: Sendable {
        case fixed(String)
        case variable(String)
    }

    /// What the variables hold.
    enum Reading: Sendable, Equatable {
        /// The variables are not set.
        case absent
        /// A credential for these hosts.
        case credential(hosts: [ServerAddress], Credential)
        /// The variables are set, but cannot be used.
        ///
        /// `hosts` is empty if the host is unknown, so that the credential could be meant for any registry.
        case unusable(hosts: [ServerAddress], CredentialStoreError)
    }

    let hosts: Hosts
    let username: Username
    let password: String
    /// The variables that the service sets even if there is no credential to pass.
    var ambient: Set<String> = []
    /// The variables that must name the same host, as far as they are set: a host, a URL or an image.
    var confirmations: [String] = []
    /// A variable that marks a run of the service, with its value; without it the others are ignored.
    var marker: (name: String, value: String)?
    /// A variable with the URL of the service, and the URL for which the fixed hosts are right.
    var service: (name: String, url: String)?

    /// Reads the variables of an environment.
    func read(in environment: ProcessEnvironment) -> Reading {
        if let marker, environment[marker.name] != marker.value { return .absent }
        let missing = names.filter { environment.bytes(of: $0) == nil }
        guard names.contains(where: { !missing.contains($0) && !ambient.contains($0) }) || missing.isEmpty else {
            return .absent
        }
        let hosts: [ServerAddress]
        do {
            hosts = try self.hosts(in: environment)
        } catch {
            return .unusable(hosts: [], error)
        }
        do throws(CredentialStoreError) {
            guard missing.isEmpty else { throw Self.incomplete(missing, password) }
            return .credential(hosts: hosts, try credential(in: environment))
        } catch {
            return .unusable(hosts: hosts, error)
        }
    }

    /// Every variable that must be set.
    private var names: [String] {
        var names: [String] = []
        if case .variable(let name) = hosts { names.append(name) }
        if case .variable(let name) = username { names.append(name) }
        return names + [password]
    }

    /// Returns the hosts that the credential is bound to; empty if the variable with the host is not set.
    private func hosts(in environment: ProcessEnvironment) throws(CredentialStoreError) -> [ServerAddress] {
        guard case .variable(let name) = hosts else { return fixedHosts }
        guard environment.bytes(of: name) != nil else { return [] }
        let text = try Self.text(of: name, in: environment)
        // With a path, a scheme or user information, the host would not be the one that a person sees first.
        let isBare = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"/@?#*\\".utf8.contains($0) }
        guard isBare, let host = try? ServerAddress(text) else {
            throw Self.unusable(name, "its value is not a host with an optional port", at: password)
        }
        for other in confirmations where environment.bytes(of: other) != nil {
            guard let named = try? ServerAddress(try Self.text(of: other, in: environment)),
                named.isSameHost(as: host)
            else {
                throw CredentialStoreError(
                    .denied,
                    "\(name) and \(other) name different hosts, so \(password) is sent to neither",
                    at: .init(file: password),
                    advice: ["Set neither of them in the job: the build service does"]
                )
            }
        }
        return [host]
    }

    private var fixedHosts: [ServerAddress] {
        guard case .fixed(let names) = hosts else { return [] }
        return names.compactMap { try? ServerAddress($0) }
    }

    private func credential(in environment: ProcessEnvironment) throws(CredentialStoreError) -> Credential {
        if let service, let url = environment[service.name], !Self.isSame(url, service.url) {
            throw CredentialStoreError(
                .denied,
                "\(service.name) is not \(service.url), and \(password) is valid only there",
                at: .init(file: password),
                advice: ["Log in to the registry with a token of its own"]
            )
        }
        let user: String =
            switch username {
            case .fixed(let name): name
            case .variable(let name): try Self.text(of: name, in: environment)
            }
        return .password(username: user, password: Secret(try Self.text(of: password, in: environment)))
    }

    private static func isSame(_ url: String, _ expected: String) -> Bool {
        let text = url.lowercasedASCII
        return (text.hasSuffix("/") ? String(text.dropLast()) : text).utf8.elementsEqual(expected.utf8)
    }

    private static func text(
        of name: String,
        in environment: ProcessEnvironment
    ) throws(CredentialStoreError) -> String {
        do throws(SystemError) {
            return try environment.text(of: name) ?? ""
        } catch {
            throw unusable(name, "its value is not UTF-8", at: name)
        }
    }

    private static func unusable(_ name: String, _ reason: String, at place: String) -> CredentialStoreError {
        CredentialStoreError(.damaged, .unusableVariable(name, because: reason), at: .init(file: place))
    }

    private static func incomplete(_ missing: [String], _ password: String) -> CredentialStoreError {
        let names = missing.joined(separator: " and ")
        let verb = missing.count == 1 ? "is" : "are"
        return CredentialStoreError(
            .damaged,
            "\(names) \(verb) not set, so the other variables are not used",
            at: .init(file: password),
            advice: ["Set \(names), or unset the others"]
        )
    }
}
