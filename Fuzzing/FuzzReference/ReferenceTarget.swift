import FuzzSupport
import RegistryCredentials

// libFuzzer has the `main`, and calls this.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe Fuzzing.run(bytes, count, ReferenceTarget.check)
}

/// Image references: what is parsed parses again from each of its forms, and an error is at a place in the text.
enum ReferenceTarget {
    static func check(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        do throws(ImageReferenceError) {
            let reference = try ImageReference(text)
            for form in [reference.description, reference.familiarName] {
                Fuzzing.require((try? ImageReference(form)) == reference, "a form of a reference is another reference")
            }
            Fuzzing.require(reference.registry.path.isEmpty, "a registry has a path")
        } catch {
            Fuzzing.require((0...text.utf8.count).contains(error.offset), "an error is outside of the text")
        }
        _ = try? ImageReference(commandLine: text)
        _ = try? ServerAddress(registryOrImage: text)
    }
}
