package otus.server.app.filters.compress;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// Creates the keys of a cache of representations: a hash of target and entity tag, with a random
/// secret. So keys are small, however long the target is, and clients, which do not know the
/// secret, cannot create requests with colliding keys. Any thread.
///
/// The hash is the first half of a SHA-256 with the secret as prefix. It never leaves the process,
/// so it need not resist length extension, as an HMAC does.
final class RepresentationKeys {
  private static final String ALGORITHM = "SHA-256";
  private static final int SECRET = 32;

  private final byte[] secret = new byte[SECRET];

  RepresentationKeys() {
    new SecureRandom().nextBytes(secret);
  }

  /// A key.
  record Key(long first, long second) {

    // By hand: the methods that a record has are linked at their first call, in the first request.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && first == key.first && second == key.second;
    }

    @Override
    public int hashCode() {
      return (int) first;
    }
  }

  /// Returns the key of a representation. The target is included because entity tags of different
  /// targets are unrelated (RFC 9110 §8.8.1).
  ///
  /// @param authority authority as sent
  /// @param path path as sent
  /// @param query query as sent, or null without a query
  /// @param tag strong entity tag
  Key key(String authority, String path, @Nullable String query, String tag) {
    MessageDigest digest = digest();
    digest.update(secret);
    add(digest, authority);
    add(digest, path);
    add(digest, query);
    add(digest, tag);
    ByteBuffer hash = ByteBuffer.wrap(digest.digest());
    return new Key(hash.getLong(), hash.getLong());
  }

  /// Hashes the length before the text, so that different lists of texts have different input. Null
  /// has the length -1.
  private static void add(MessageDigest digest, @Nullable String text) {
    byte[] octets = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    int length = text == null ? -1 : octets.length;
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
    digest.update(octets);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
