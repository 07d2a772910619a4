// The types of the image, the store and the options appear in the interface, so clients need not import their
// libraries.
@_exported public import RegistryCredentials
@_exported public import RegistryLogin
