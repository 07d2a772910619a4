internal import HelperConformance
internal import SystemSupport

/// The program: reads its arguments, runs the suite, prints the report.
@main
struct Main {
    static func main() {}
}
