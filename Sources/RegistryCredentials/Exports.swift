// These types appear in the public interface, so clients should not need to import the library that declares them.
@_exported public import enum HelperProtocol.HelperAction
@_exported public import struct HelperProtocol.Secret
