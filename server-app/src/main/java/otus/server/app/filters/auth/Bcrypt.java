package otus.server.app.filters.auth;

import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Whether a password is that of a bcrypt hash; the only class that names the library. It computes
/// for as long as the cost of the hash says, so never on an event loop.
final class Bcrypt {
  private Bcrypt() {}

  /// Compares in constant time. Of a password longer than 72 bytes the rest does not count: that is
  /// how bcrypt is.
  ///
  /// @param hash of 60 characters, which [Htpasswd] has checked
  static boolean matches(String hash, byte[] password) {
    return OpenBSDBCrypt.checkPassword(hash, password);
  }
}
