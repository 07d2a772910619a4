#if SecretService && os(Linux)
import CLibsecret

/// A value on the bus: an owned reference to a GVariant.
@safe final class Variant {
    let pointer: OpaquePointer

    /// Takes ownership of a reference, floating or not.
    init(taking reference: OpaquePointer) {
        unsafe pointer = g_variant_take_ref(reference)
    }

    /// Takes ownership of a reference; nil for a null pointer.
    convenience init?(taking reference: OpaquePointer?) {
        guard let reference = unsafe reference else { return nil }
        unsafe self.init(taking: reference)
    }

    deinit {
        unsafe g_variant_unref(pointer)
    }
}

/// Values to send.
extension Variant {
    /// `s`; the text must not contain NUL.
    static func string(_ text: String) -> Variant { unsafe Variant(taking: g_variant_new_string(text)) }

    /// `o`.
    ///
    /// - Throws: ``SecretServiceError/failed(_:)`` for text that is not a path, for which GLib would end the process.
    static func path(_ path: String) throws(SecretServiceError) -> Variant {
        guard unsafe g_variant_is_object_path(path) != 0 else {
            throw .failed("it sent text that is not an object path where one is required")
        }
        return unsafe Variant(taking: g_variant_new_object_path(path))
    }

    /// `b`.
    static func boolean(_ value: Bool) -> Variant { unsafe Variant(taking: g_variant_new_boolean(value ? 1 : 0)) }

    /// `u`.
    static func number(_ value: UInt32) -> Variant { unsafe Variant(taking: g_variant_new_uint32(value)) }

    /// `ay`.
    static func bytes(_ bytes: [UInt8]) -> Variant {
        unsafe bytes.withUnsafeBytes { bytes in
            let type = unsafe g_variant_type_new("y")
            defer { unsafe g_variant_type_free(type) }
            return unsafe Variant(taking: g_variant_new_fixed_array(type, bytes.baseAddress, gsize(bytes.count), 1))
        }
    }

    /// `v`.
    static func boxed(_ value: Variant) -> Variant { unsafe Variant(taking: g_variant_new_variant(value.pointer)) }

    /// `(…)`, as the arguments of a call are.
    static func tuple(_ members: Variant...) -> Variant {
        unsafe withPointers(members) { unsafe g_variant_new_tuple($0, gsize(members.count)) }
    }

    /// `ao`.
    static func paths(_ paths: [String]) throws(SecretServiceError) -> Variant {
        var members: [Variant] = []
        for path in paths { members.append(try .path(path)) }
        return array(of: "o", members)
    }

    /// `a{ss}`.
    static func strings(_ entries: [String: String]) -> Variant {
        array(of: "{ss}", entries.map { entry(.string($0), .string($1)) })
    }

    /// `a{sv}`.
    static func properties(_ entries: [String: Variant]) -> Variant {
        array(of: "{sv}", entries.map { entry(.string($0), .boxed($1)) })
    }

    private static func entry(_ key: Variant, _ value: Variant) -> Variant {
        unsafe Variant(taking: g_variant_new_dict_entry(key.pointer, value.pointer))
    }

    private static func array(of type: String, _ members: [Variant]) -> Variant {
        let type = unsafe g_variant_type_new(type)
        defer { unsafe g_variant_type_free(type) }
        return unsafe withPointers(members) { unsafe g_variant_new_array(type, $0, gsize(members.count)) }
    }

    /// Calls a constructor, which retains the members itself.
    private static func withPointers(
        _ members: [Variant],
        _ make: (UnsafePointer<OpaquePointer?>?) -> OpaquePointer
    ) -> Variant {
        let pointers: [OpaquePointer?] = unsafe members.map { unsafe $0.pointer }
        return withExtendedLifetime(members) {
            unsafe pointers.withUnsafeBufferPointer { unsafe Variant(taking: make($0.baseAddress)) }
        }
    }
}
#endif
