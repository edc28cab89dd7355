package otus.server.app.filters.auth;

import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Checks passwords against bcrypt hashes. The only class that uses the library. The cost of the
/// hash determines how long a check takes, so it must not run on an event loop.
final class Bcrypt {
  private Bcrypt() {}

  /// Returns whether the password matches. Compares in constant time. Bcrypt ignores all bytes of a
  /// password after the 72nd.
  ///
  /// @param hash hash of 60 characters, validated by [Htpasswd]
  static boolean matches(String hash, byte[] password) {
    return OpenBSDBCrypt.checkPassword(hash, password);
  }
}
