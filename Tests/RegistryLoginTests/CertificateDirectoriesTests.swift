import Foundation
import RegistryCredentials
import RegistryLogin
import SystemSupport
import Testing

struct CertificateDirectoriesTests {
    @Test(arguments: [
        (["HOME": "/home/ann"], ["/home/ann/.config/containers/certs.d", "/home/ann/.config/docker/certs.d"]),
        (["HOME": "/home/ann", "XDG_CONFIG_HOME": "/cfg"], ["/cfg/containers/certs.d", "/cfg/docker/certs.d"]),
        (
            ["HOME": "/home/ann", "XDG_CONFIG_HOME": "cfg"],
            ["/home/ann/.config/containers/certs.d", "/home/ann/.config/docker/certs.d"]
        ),
        ([:], []), (["HOME": "home"], []),
    ])
    func `the user's directories take precedence over the system's`(environment: [String: String], user: [String]) {
        let machine = [
            "/etc/containers/certs.rootful.d", "/etc/containers/certs.d", "/usr/share/containers/certs.rootful.d",
            "/usr/share/containers/certs.d", "/etc/docker/certs.d",
        ]
        let variables = ProcessEnvironment(environment)
        #expect(CertificateDirectories(in: variables, user: 0).directories == user + machine)
        let first = CertificateDirectories(in: variables, first: ["/mine"], user: 0)
        #expect(first.directories == ["/mine"] + user + machine)
        #expect(
            CertificateDirectories(environment: environment).directories
                == CertificateDirectories(in: variables).directories
        )
    }

    @Test func `users other than root have directories of their own, as in podman 6`() {
        let directories = CertificateDirectories(in: ProcessEnvironment([:]), user: 1000).directories
        #expect(
            directories == [
                "/etc/containers/certs.rootless.d/1000", "/etc/containers/certs.rootless.d", "/etc/containers/certs.d",
                "/usr/share/containers/certs.rootless.d/1000", "/usr/share/containers/certs.rootless.d",
                "/usr/share/containers/certs.d", "/etc/docker/certs.d",
            ]
        )
    }

    @Test(arguments: [
        ("registry.example:5000", ["/a/registry.example:5000", "/b/registry.example:5000"]),
        ("http://registry.example:5000/team", ["/a/registry.example:5000", "/b/registry.example:5000"]),
        ("[::1]:5000", ["/a/[::1]:5000", "/b/[::1]:5000"]),
        (
            "Registry.example:443",
            ["/a/registry.example", "/a/registry.example:443", "/b/registry.example", "/b/registry.example:443"]
        ),
        (
            "docker.io",
            [
                "/a/registry-1.docker.io", "/a/registry-1.docker.io:443", "/a/docker.io", "/b/registry-1.docker.io",
                "/b/registry-1.docker.io:443", "/b/docker.io",
            ]
        ),
        ("..", []), ("..:5000", []),
    ])
    func `a registry's directory is named after its host and port`(address: String, expected: [String]) throws {
        guard let server = try? ServerAddress(address) else { return }
        #expect(CertificateDirectories(["/a", "/b"]).candidates(for: server) == expected)
    }

    @Test func `the file name distinguishes authorities, certificates and keys`() throws {
        let names = [
            "z.crt", "b.cert", "b.key", "a.key", "a.cert", "ca.crt", "README", "notes.txt", ".crt", "ca.crt.bak",
        ]
        let found = try RegistryCertificates(names: names, in: "/d")
        #expect(found.directory == "/d")
        #expect(found.trustRoots == ["/d/ca.crt", "/d/z.crt"])
        #expect(found.clients.map(\.certificate) == ["/d/a.cert", "/d/b.cert"])
        #expect(found.clients.map(\.key) == ["/d/a.key", "/d/b.key"])
        #expect(
            try RegistryCertificates(names: ["ca.pem", "x.cer", "ca.crt"], in: "/d").ignored == [
                "/d/ca.pem", "/d/x.cer",
            ]
        )
        #expect(try RegistryCertificates(names: [], in: "/d").trustRoots.isEmpty)
    }

    @Test(arguments: [
        (["client.cert"], "/d/client.cert", "/d/client.key"), (["client.key"], "/d/client.key", "/d/client.cert"),
        (["a.cert", "a.key", "b.cert", "c.key"], "/d/b.cert", "/d/b.key"),
        (["client.cert", "client.KEY"], "/d/client.cert", "/d/client.key"),
    ])
    func `a certificate without its key, or a key without its certificate, is an error that names both`(
        names: [String],
        present: String,
        missing: String
    ) throws {
        let error = try #require(throws: RegistryCertificatesError.self) {
            try RegistryCertificates(names: names, in: "/d")
        }
        #expect(error.presentFile == present)
        #expect(error.missingFile == missing)
        #expect("\(error)".contains(present) && "\(error)".contains(missing))
    }

    @Test func `the first directory that exists is used, and no other`() throws {
        let files = FileManager.default
        let root = files.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? files.removeItem(atPath: root) }
        for (directory, names) in [("second", ["ca.crt"]), ("third", ["other.crt", "client.cert"])] {
            let path = "\(root)/\(directory)/registry.example"
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
            for name in names { #expect(files.createFile(atPath: "\(path)/\(name)", contents: nil)) }
        }
        let directories = CertificateDirectories(["\(root)/first", "\(root)/second", "\(root)/third"])
        let found = try directories.certificates(for: ServerAddress("registry.example"))
        #expect(found.trustRoots == ["\(root)/second/registry.example/ca.crt"])
        #expect(found.clients.isEmpty)
        #expect(throws: RegistryCertificatesError.self) {
            try CertificateDirectories(["\(root)/third"]).certificates(for: ServerAddress("registry.example"))
        }
        #expect(try directories.certificates(for: ServerAddress("other.example")) == RegistryCertificates.none)
    }
}
