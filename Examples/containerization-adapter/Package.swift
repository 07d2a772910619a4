// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "containerization-adapter",
    platforms: [.macOS(.v15)],
    dependencies: [
        // A tool of your own names the repository here: .package(url: "…", from: "0.1.0", traits: [])
        .package(name: "swift-docker-credentials", path: "../..", traits: [])
    ],
    targets: [
        .executableTarget(
            name: "containerization-adapter",
            dependencies: [
                .product(name: "ContainerizationAdapter", package: "swift-docker-credentials"),
                .product(name: "RegistryCredentials", package: "swift-docker-credentials"),
            ]
        )
    ],
    swiftLanguageModes: [.v6]
)
