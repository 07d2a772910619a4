// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "manifest-service",
    platforms: [.macOS(.v15)],
    dependencies: [
        // A tool of your own names the repository here: .package(url: "…", from: "0.1.0", traits: ["HTTPClient"])
        .package(name: "swift-docker-credentials", path: "../..", traits: ["HTTPClient"])
    ],
    targets: [
        .executableTarget(
            name: "manifest-service",
            dependencies: [.product(name: "RegistryLoginHTTP", package: "swift-docker-credentials")]
        )
    ],
    swiftLanguageModes: [.v6]
)
