// swift-tools-version: 6.2
import PackageDescription

// One list for every target, so that no layer is held to less than another.
let commonSettings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
// For its BoringSSL alone; docs/architecture.md, "Cryptography", says why.
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

/// What the transport of the trait HTTPClient needs.
let httpClient: [Target.Dependency] = [
    ("NIOCore", "swift-nio"), ("NIOHTTP1", "swift-nio"), ("NIOPosix", "swift-nio"), ("NIOTLS", "swift-nio"),
    ("NIOSSL", "swift-nio-ssl"),
].map { .product(name: $0, package: $1, condition: .when(traits: ["HTTPClient"])) }

let libraries = [
    "ContainerPluginAdapter", "ContainerizationAdapter", "HelperProtocol", "HelperConformance", "RegistryCredentials",
    "RegistryDiagnostics", "RegistrySetup", "RegistryLogin", "RegistryLoginHTTP",
]

let programs = [
    "docker-credential-auto", "docker-credential-file", "docker-credential-pass", "docker-credential-secretservice",
    "docker-creds", "helper-conformance",
]

/// A credential helper.
func helper(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Helpers/\(name)")
}

/// A program that only tests and benchmarks run; it is no product.
func testProgram(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Tests/Support/\(name)")
}

let package = Package(
    name: "swift-docker-credentials",
    platforms: [.macOS(.v15)],
    products: libraries.map { .library(name: $0, targets: [$0]) }
        + programs.map { .executable(name: $0, targets: [$0]) },
    traits: [
        .trait(
            name: "SecretService",
            description: "docker-credential-secretservice reaches the keyring; on Linux it needs libsecret's headers."
        ),
        .trait(
            name: "HTTPClient",
            description: """
                RegistryLoginHTTP has a transport over swift-nio, with which docker-creds logs in; without it no network \
                package is compiled.
                """
        ),
        .default(enabledTraits: ["HTTPClient", "SecretService"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // A new minor version may change its BoringSSL, which AgeEncryption calls: PrimitivesTests decide.
        .package(url: "https://github.com/apple/swift-crypto", .upToNextMinor(from: "4.5.2")),
        // Without its trait, which is on by default and brings Foundation.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    ],
    targets: [
        // Foundations: bytes to values, and the operating system.
        .target(name: "Codecs"),
        .target(name: "CSystemSupport"),
        .target(name: "SystemSupport", dependencies: ["CSystemSupport", systemPackage]),

        // For people who write helpers.
        .target(name: "HelperProtocol", dependencies: ["Codecs", "SystemSupport", systemPackage]),
        .target(name: "HelperConformance", dependencies: ["Codecs", "HelperProtocol", "SystemSupport", systemPackage]),

        // What an entry of Docker's `auths` means, for the stores and for the file helper.
        .target(name: "AuthsFormat", dependencies: ["Codecs", "HelperProtocol"]),

        // For people who write tools that talk to registries.
        .target(
            name: "RegistryCredentials",
            dependencies: ["AuthsFormat", "Codecs", "HelperProtocol", "SystemSupport", systemPackage]
        ),

        // Why a login does not work: what docker, podman and helpers find on this machine.
        .target(
            name: "RegistryDiagnostics",
            dependencies: [
                "AuthsFormat", "Codecs", "EncryptedStore", "HelperProtocol", "PasswordStoreFormat",
                "RegistryCredentials", "SystemSupport",
                systemPackage,
            ]
        ),

        // From a machine with docker to a helper that works: a plan, and the steps that carry it out.
        .target(
            name: "RegistrySetup",
            dependencies: [
                "Codecs", "EncryptedStore", "HelperProtocol", "PasswordStoreFormat", "RegistryCredentials",
                "RegistryDiagnostics", "SystemSupport", systemPackage,
            ]
        ),

        .target(
            name: "RegistryLogin",
            dependencies: [
                "Codecs", "HelperProtocol", "RegistryCredentials", "SystemSupport", systemPackage, httpTypes,
            ]
        ),

        .target(
            name: "RegistryLoginHTTP",
            dependencies: [
                "HelperProtocol", "RegistryCredentials", "RegistryLogin", "SystemSupport", httpTypes, systemPackage,
            ] + httpClient
        ),

        // The shapes that other packages take credentials in. They depend on none of those packages.
        .target(name: "ContainerPluginAdapter", dependencies: ["HelperProtocol", "RegistryCredentials"]),
        .target(
            name: "ContainerizationAdapter",
            dependencies: ["HelperProtocol", "RegistryCredentials", "RegistryLogin", httpTypes]
        ),

        // Stores of one kind.
        .target(name: "AgeEncryption", dependencies: ["Codecs", "SystemSupport", crypto]),

        .target(
            name: "PasswordStoreFormat",
            dependencies: ["Codecs", "HelperProtocol", "SystemSupport", systemPackage]
        ),

        .target(
            name: "EncryptedStore",
            dependencies: ["AgeEncryption", "AuthsFormat", "Codecs", "HelperProtocol", "SystemSupport", systemPackage]
        ),

        .systemLibrary(
            name: "CLibsecret",
            pkgConfig: "libsecret-1",
            providers: [.apt(["libsecret-1-dev", "libglib2.0-dev", "pkg-config"])]
        ),

        // Programs.
        helper(
            "docker-credential-auto",
            ["Codecs", "HelperProtocol", "SystemSupport", systemPackage]
        ),
        helper(
            "docker-credential-file",
            ["Codecs", "EncryptedStore", "HelperProtocol", "SystemSupport", systemPackage]
        ),
        helper(
            "docker-credential-pass",
            ["Codecs", "HelperProtocol", "PasswordStoreFormat", "SystemSupport", systemPackage]
        ),
        helper(
            "docker-credential-secretservice",
            [
                "Codecs", "HelperProtocol", "SystemSupport", systemPackage,
                .target(name: "CLibsecret", condition: .when(platforms: [.linux], traits: ["SecretService"])),
            ]
        ),
        .executableTarget(
            name: "docker-creds",
            dependencies: [
                "Codecs", "EncryptedStore", "HelperProtocol", "RegistryCredentials", "RegistryDiagnostics",
                "RegistryLogin", "RegistryLoginHTTP", "RegistrySetup",
                "SystemSupport", systemPackage, argumentParser,
            ]
        ),
        .executableTarget(
            name: "helper-conformance",
            dependencies: ["HelperConformance", "SystemSupport", systemPackage, argumentParser]
        ),

        // Changes a store from a process of its own.
        testProgram("store-exerciser", ["HelperProtocol", "RegistryCredentials"]),
        // Does to processes and descriptors what a test cannot do to its own.
        testProgram("system-exerciser", ["SystemSupport", systemPackage]),
        // Logs in again and again, for a benchmark.
        testProgram(
            "login-exerciser",
            ["HelperProtocol", "RegistryCredentials", "RegistryLogin", "RegistryLoginHTTP"] + httpClient
        ),
        // The program of Examples/print-a-manifest.
        testProgram("print-a-manifest", ["RegistryLoginHTTP"]),

        // What several test targets need. No product, and no test framework in it.
        .target(
            name: "TestSupport",
            dependencies: ["SystemSupport", systemPackage],
            path: "Tests/Support/TestSupport"
        ),

        // Tests mirror the targets; ProgramTests runs the built programs against real clients.
        .testTarget(name: "CodecsTests", dependencies: ["Codecs", "TestSupport"]),
        .testTarget(
            name: "SystemSupportTests",
            dependencies: ["system-exerciser", "SystemSupport", "TestSupport", systemPackage]
        ),
        .testTarget(
            name: "HelperProtocolTests",
            dependencies: [
                "HelperProtocol", "HelperConformance", "Codecs", "SystemSupport", "TestSupport", systemPackage,
            ]
        ),
        .testTarget(
            name: "AuthsFormatTests",
            dependencies: ["AuthsFormat", "Codecs", "HelperProtocol", "TestSupport"]
        ),
        .testTarget(
            name: "AgeEncryptionTests",
            dependencies: ["AgeEncryption", "Codecs", "SystemSupport", "TestSupport", systemPackage, crypto],
            exclude: ["Vectors"]
        ),
        .testTarget(
            name: "HelperConformanceTests",
            dependencies: [
                "helper-conformance", "HelperConformance", "HelperProtocol", "SystemSupport", "TestSupport",
                systemPackage,
            ]
        ),
        .testTarget(
            name: "AutoHelperTests",
            dependencies: [
                "docker-credential-auto", "Codecs", "HelperProtocol", "SystemSupport", "TestSupport", systemPackage,
            ]
        ),
        .testTarget(
            name: "FileHelperTests",
            dependencies: [
                "docker-credential-file", "AgeEncryption", "AuthsFormat", "Codecs", "EncryptedStore", "HelperProtocol",
                "SystemSupport", "TestSupport", systemPackage,
            ]
        ),
        .testTarget(
            name: "PassHelperTests",
            dependencies: [
                "docker-credential-pass", "Codecs", "HelperProtocol", "PasswordStoreFormat", "SystemSupport",
                "TestSupport",
                systemPackage,
            ]
        ),
        .testTarget(
            name: "SecretServiceTests",
            dependencies: [
                "docker-credential-secretservice", "HelperProtocol", "SystemSupport", "TestSupport", systemPackage,
            ]
        ),
        .testTarget(
            name: "RegistryCredentialsTests",
            dependencies: [
                "store-exerciser", "AuthsFormat", "RegistryCredentials", "Codecs", "HelperProtocol", "SystemSupport",
                "TestSupport", systemPackage,
            ],
            exclude: ["Documents", "Scripts"]
        ),
        .testTarget(
            name: "RegistryDiagnosticsTests",
            dependencies: [
                "RegistryDiagnostics", "Codecs", "HelperProtocol", "RegistryCredentials", "SystemSupport",
                "TestSupport", systemPackage,
            ]
        ),
        .testTarget(
            name: "RegistrySetupTests",
            dependencies: [
                "RegistrySetup", "Codecs", "PasswordStoreFormat", "RegistryCredentials", "RegistryDiagnostics",
                "SystemSupport", systemPackage,
            ]
        ),
        .testTarget(
            name: "RegistryLoginTests",
            dependencies: [
                "RegistryLogin", "Codecs", "HelperProtocol", "RegistryCredentials", "SystemSupport", "TestSupport",
                systemPackage,
                httpTypes,
            ]
        ),
        .testTarget(
            name: "AdapterTests",
            dependencies: [
                "ContainerPluginAdapter", "ContainerizationAdapter", "Codecs", "HelperProtocol", "RegistryCredentials",
                "RegistryLogin", httpTypes,
            ]
        ),
        .testTarget(
            name: "RegistryLoginHTTPTests",
            dependencies: [
                "print-a-manifest", "HelperProtocol", "RegistryCredentials", "RegistryLogin", "RegistryLoginHTTP",
                "TestSupport", httpTypes,
            ] + httpClient
        ),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "docker-credential-auto", "docker-credential-file", "docker-credential-pass",
                "docker-credential-secretservice", "docker-creds", "helper-conformance", "Codecs", "HelperConformance",
                "HelperProtocol", "RegistryCredentials", "RegistryDiagnostics", "SystemSupport", "TestSupport",
                systemPackage,
            ],
            exclude: ["Scripts"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.name != "CSystemSupport" {
    target.swiftSettings = commonSettings
}

if let names = Context.environment["STATIC_EXECUTABLES"] { package.linkStatically(names.words) }
if let names = Context.environment["ONLY_TARGETS"] { package.keepOnly(names.words) }
if Context.environment["FUZZING"] == "1" { package.targets += fuzzTargets(commonSettings) }

extension Package {
    /// Links programs statically, as scripts/build.sh does for a release.
    ///
    /// Not by default: a package with unsafe flags cannot be a dependency.
    func linkStatically(_ names: [String]) {
        for target in targets where names.contains(target.name) {
            target.linkerSettings = [.unsafeFlags(["-static-executable"])]
        }
    }

    /// Keeps these targets and what they need, so that a sanitizer builds no code in which it cannot find faults.
    func keepOnly(_ names: [String]) {
        var needed: Set<String> = []
        func need(_ name: String) {
            guard let target = targets.first(where: { $0.name == name }), needed.insert(name).inserted else {
                return
            }
            for case .targetItem(let name, _) in target.dependencies { need(name) }
            for case .byNameItem(let name, _) in target.dependencies { need(name) }
        }
        names.forEach(need)
        targets.removeAll { !needed.contains($0.name) }
        products = []
    }
}

/// The targets of scripts/fuzz.sh, which need libFuzzer.
func fuzzTargets(_ settings: [SwiftSetting]) -> [Target] {
    func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(
            name: name,
            dependencies: ["FuzzSupport"] + dependencies,
            path: "Fuzzing/\(name)",
            // libFuzzer has the `main`.
            swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]
        )
    }
    return [
        .target(name: "FuzzSupport", path: "Fuzzing/FuzzSupport", swiftSettings: settings),
        fuzzer("FuzzJSON", ["Codecs"]),
        fuzzer("FuzzWire", ["Codecs", "HelperProtocol"]),
        fuzzer("FuzzAge", ["AgeEncryption"]),
        fuzzer("FuzzPlugin", ["AgeEncryption"]),
        fuzzer("FuzzChallenge", ["RegistryLogin"]),
        fuzzer("FuzzReference", ["RegistryCredentials"]),
    ]
}

extension String {
    /// The words of a list that is separated by spaces.
    var words: [String] { split(separator: " ").map(String.init) }
}
