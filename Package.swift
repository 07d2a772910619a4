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

/// A product that is compiled only with the trait.
func httpClient(_ name: String, _ package: String) -> Target.Dependency {
    .product(name: name, package: package, condition: .when(traits: ["HTTPClient"]))
}
let httpClientProducts = [
    httpClient("NIOCore", "swift-nio"), httpClient("NIOHTTP1", "swift-nio"), httpClient("NIOPosix", "swift-nio"),
    httpClient("NIOTLS", "swift-nio"), httpClient("NIOSSL", "swift-nio-ssl"),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "swift-docker-credentials",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "ContainerPluginAdapter", targets: ["ContainerPluginAdapter"]),
        .library(name: "ContainerizationAdapter", targets: ["ContainerizationAdapter"]),
        .library(name: "HelperProtocol", targets: ["HelperProtocol"]),
        .library(name: "HelperConformance", targets: ["HelperConformance"]),
        .library(name: "RegistryCredentials", targets: ["RegistryCredentials"]),
        .library(name: "RegistryDiagnostics", targets: ["RegistryDiagnostics"]),
        .library(name: "RegistrySetup", targets: ["RegistrySetup"]),
        .library(name: "RegistryLogin", targets: ["RegistryLogin"]),
        .library(name: "RegistryLoginHTTP", targets: ["RegistryLoginHTTP"]),
        .executable(name: "docker-credential-auto", targets: ["docker-credential-auto"]),
        .executable(name: "docker-credential-file", targets: ["docker-credential-file"]),
        .executable(name: "docker-credential-pass", targets: ["docker-credential-pass"]),
        .executable(name: "docker-credential-secretservice", targets: ["docker-credential-secretservice"]),
        .executable(name: "docker-creds", targets: ["docker-creds"]),
        .executable(name: "helper-conformance", targets: ["helper-conformance"]),
    ],
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
            ] + httpClientProducts
        ),

        // The shapes that other packages take credentials in. They depend on none of those packages.
        .target(name: "ContainerPluginAdapter", dependencies: ["HelperProtocol", "RegistryCredentials"]),
        .target(
            name: "ContainerizationAdapter",
            dependencies: ["HelperProtocol", "RegistryCredentials", "RegistryLogin", httpTypes]
        ),

        // Stores of one kind.
        .target(
            name: "AgeEncryption",
            dependencies: [
                "Codecs", "SystemSupport",
                // For its BoringSSL alone; docs/architecture.md, "Cryptography", says why.
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),

        .target(name: "PasswordStoreFormat", dependencies: ["Codecs", "HelperProtocol"]),

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
        .executableTarget(
            name: "docker-credential-auto",
            dependencies: ["Codecs", "HelperProtocol", "SystemSupport", systemPackage],
            path: "Helpers/docker-credential-auto"
        ),
        .executableTarget(
            name: "docker-credential-file",
            dependencies: ["Codecs", "EncryptedStore", "HelperProtocol", "SystemSupport", systemPackage],
            path: "Helpers/docker-credential-file"
        ),
        .executableTarget(
            name: "docker-credential-pass",
            dependencies: ["Codecs", "HelperProtocol", "PasswordStoreFormat", "SystemSupport", systemPackage],
            path: "Helpers/docker-credential-pass"
        ),
        .executableTarget(
            name: "docker-credential-secretservice",
            dependencies: [
                "Codecs", "HelperProtocol", "SystemSupport", systemPackage,
                .target(name: "CLibsecret", condition: .when(platforms: [.linux], traits: ["SecretService"])),
            ],
            path: "Helpers/docker-credential-secretservice"
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

        // A program that does to a store what tests and benchmarks need other processes for. No product.
        .executableTarget(
            name: "store-exerciser",
            dependencies: ["HelperProtocol", "RegistryCredentials"],
            path: "Tests/Support/store-exerciser"
        ),

        // Does to processes and descriptors what a test cannot do to its own. No product.
        .executableTarget(
            name: "system-exerciser",
            dependencies: ["SystemSupport", systemPackage],
            path: "Tests/Support/system-exerciser"
        ),

        // Logs in again and again, for a benchmark. No product.
        .executableTarget(
            name: "login-exerciser",
            dependencies: ["HelperProtocol", "RegistryCredentials", "RegistryLogin", "RegistryLoginHTTP"]
                + httpClientProducts,
            path: "Tests/Support/login-exerciser"
        ),

        // The program of Examples/print-a-manifest, compiled here so that a test can run it. No product.
        .executableTarget(
            name: "print-a-manifest",
            dependencies: ["RegistryLoginHTTP"],
            path: "Tests/Support/print-a-manifest"
        ),

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
            dependencies: [
                "AgeEncryption", "Codecs", "SystemSupport", "TestSupport", systemPackage,
                .product(name: "Crypto", package: "swift-crypto"),
            ],
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
            ] + httpClientProducts
        ),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "docker-credential-auto", "docker-credential-file", "docker-credential-pass",
                "docker-credential-secretservice", "docker-creds", "helper-conformance", "Codecs", "HelperConformance",
                "HelperProtocol", "RegistryCredentials", "SystemSupport", "TestSupport", systemPackage,
            ],
            exclude: ["Scripts"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.name != "CSystemSupport" {
    target.swiftSettings = commonSettings
}

// The release programs that scripts/build.sh wants static. Not for others: a package with unsafe flags cannot be a
// dependency.
let staticExecutables = Context.environment["STATIC_EXECUTABLES"]?.split(separator: " ").map(String.init) ?? []
for target in package.targets where staticExecutables.contains(target.name) {
    target.linkerSettings = [.unsafeFlags(["-static-executable"])]
}

// Only these test targets and what they need: a sanitizer in which some can find nothing need not build those.
if let names = Context.environment["TEST_TARGETS"]?.split(separator: " ").map(String.init) {
    var needed: Set<String> = []
    func need(_ name: String) {
        guard let target = package.targets.first(where: { $0.name == name }), needed.insert(name).inserted else {
            return
        }
        for dependency in target.dependencies {
            switch dependency {
            case .targetItem(let name, _), .byNameItem(let name, _): need(name)
            default: break
            }
        }
    }
    names.forEach(need)
    package.targets.removeAll { !needed.contains($0.name) }
    package.products = []
}

// The fuzz targets need libFuzzer, so they are there for scripts/fuzz.sh only and nobody else waits for them.
if Context.environment["FUZZING"] == "1" {
    func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(
            name: name,
            dependencies: ["FuzzSupport"] + dependencies,
            path: "Fuzzing/\(name)",
            // libFuzzer has the `main`.
            swiftSettings: commonSettings + [.unsafeFlags(["-parse-as-library"])]
        )
    }
    package.targets += [
        .target(name: "FuzzSupport", path: "Fuzzing/FuzzSupport", swiftSettings: commonSettings),
        fuzzer("FuzzJSON", ["Codecs"]),
        fuzzer("FuzzWire", ["Codecs", "HelperProtocol"]),
        fuzzer("FuzzAge", ["AgeEncryption"]),
        fuzzer("FuzzPlugin", ["AgeEncryption"]),
        fuzzer("FuzzChallenge", ["RegistryLogin"]),
        fuzzer("FuzzReference", ["RegistryCredentials"]),
    ]
}
