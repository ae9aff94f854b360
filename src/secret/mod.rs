//! The token and where it lies: the keyring of the operating system and its fallbacks.
