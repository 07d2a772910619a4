// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "pull-a-manifest",
    platforms: [.macOS(.v15)],
    dependencies: [
        // A tool of your own names the repository here: .package(url: "…", from: "0.1.0", traits: ["HTTPClient"])
        .package(name: "swift-docker-credentials", path: "../..", traits: ["HTTPClient"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "pull-a-manifest",
            dependencies: [
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "RegistryCredentials", package: "swift-docker-credentials"),
                .product(name: "RegistryLogin", package: "swift-docker-credentials"),
                .product(name: "RegistryLoginHTTP", package: "swift-docker-credentials"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
