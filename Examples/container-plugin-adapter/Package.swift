// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "container-plugin-adapter",
    platforms: [.macOS(.v15)],
    dependencies: [
        // A tool of your own names the repository here: .package(url: "…", from: "0.1.0", traits: [])
        .package(name: "swift-docker-credentials", path: "../..", traits: [])
    ],
    targets: [
        .executableTarget(
            name: "container-plugin-adapter",
            dependencies: [.product(name: "ContainerPluginAdapter", package: "swift-docker-credentials")]
        )
    ],
    swiftLanguageModes: [.v6]
)
