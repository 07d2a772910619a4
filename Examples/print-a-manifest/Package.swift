// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "print-a-manifest",
    platforms: [.macOS(.v15)],
    dependencies: [
        // A tool of your own names the repository here: .package(url: "…", from: "0.1.0", traits: ["HTTPClient"])
        .package(name: "swift-docker-credentials", path: "../..", traits: ["HTTPClient"])
    ],
    targets: [
        .executableTarget(
            name: "print-a-manifest",
            dependencies: [.product(name: "RegistryLoginHTTP", package: "swift-docker-credentials")]
        )
    ],
    swiftLanguageModes: [.v6]
)
