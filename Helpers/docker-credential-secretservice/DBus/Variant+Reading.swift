#if SecretService && os(Linux)
import CLibsecret

/// Reading values from the bus.
///
/// A provider may send values of wrong types, for which these properties are nil.
extension Variant {
    /// The type, as in `a{sv}`.
    var type: String { unsafe String(cString: g_variant_get_type_string(pointer)) }

    /// The text of `s`.
    var string: String? { type == "s" ? text : nil }

    /// The path of `o`, which GDBus has validated.
    var objectPath: String? { type == "o" ? text : nil }

    /// The text of a type that has one.
    private var text: String { unsafe String(cString: g_variant_get_string(pointer, nil)) }

    /// The value of `b`.
    var boolean: Bool? { type == "b" ? unsafe g_variant_get_boolean(pointer) != 0 : nil }

    /// The value of `u`.
    var number: UInt32? { type == "u" ? unsafe g_variant_get_uint32(pointer) : nil }

    /// The value of `t`.
    var longNumber: UInt64? { type == "t" ? UInt64(unsafe g_variant_get_uint64(pointer)) : nil }

    /// The bytes of `ay`.
    var bytes: [UInt8]? {
        guard type == "ay" else { return nil }
        var count: gsize = 0
        guard let first = unsafe g_variant_get_fixed_array(pointer, &count, 1) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: first, count: Int(count)))
    }

    /// The content of `v`.
    var unboxed: Variant? { type == "v" ? unsafe Variant(taking: g_variant_get_variant(pointer)) : nil }

    /// The members of a tuple, an array or a dictionary entry.
    var members: [Variant] {
        guard unsafe g_variant_is_container(pointer) != 0 else { return [] }
        let count = unsafe g_variant_n_children(pointer)
        return (0..<count).compactMap { index in
            unsafe Variant(taking: g_variant_get_child_value(pointer, index))
        }
    }

    /// The texts of `as`.
    var strings: [String]? { type == "as" ? members.compactMap(\.string) : nil }

    /// The paths of `ao`.
    var objectPaths: [String]? { type == "ao" ? members.compactMap(\.objectPath) : nil }

    /// The pairs of `a{ss}`.
    var stringPairs: [String: String]? {
        guard type == "a{ss}" else { return nil }
        var pairs: [String: String] = [:]
        for entry in members.map(\.members) where entry.count == 2 {
            if let key = entry[0].string { pairs[key] = entry[1].string }
        }
        return pairs
    }
}
#endif
