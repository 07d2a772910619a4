// A credential is made of secrets, and an event names a verb: nobody should have to know which library these are from.
@_exported public import enum HelperProtocol.HelperAction
@_exported public import struct HelperProtocol.Secret
