// A client names the image, the store and the options, so it should not need to import the libraries that declare them.
@_exported public import RegistryCredentials
@_exported public import RegistryLogin
