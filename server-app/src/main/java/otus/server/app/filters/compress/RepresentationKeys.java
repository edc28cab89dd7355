package otus.server.app.filters.compress;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// Makes the keys of a cache of representations: a hash of what was asked for and of the entity
/// tag, under a secret of this object's. So a key has one small size, however long the request, and
/// nobody who does not know the secret can make requests whose keys collide. Any thread.
///
/// The hash is the first half of a SHA-256 that begins with the secret. It is never told to
/// anybody, so it need not withstand an extension of what was hashed, as an HMAC would.
final class RepresentationKeys {
  private static final String ALGORITHM = "SHA-256";
  private static final int SECRET = 32;

  private final byte[] secret = new byte[SECRET];

  RepresentationKeys() {
    new SecureRandom().nextBytes(secret);
  }

  /// A key.
  record Key(long first, long second) {

    // By hand: what is made for a record is linked at the first call, in the first request.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && first == key.first && second == key.second;
    }

    @Override
    public int hashCode() {
      return (int) first;
    }
  }

  /// The key of one representation.
  ///
  /// @param authority as it was sent
  /// @param path as it was sent
  /// @param query as it was sent, or null
  /// @param tag a strong entity tag: those of two targets say nothing of each other (RFC 9110
  ///     §8.8.1)
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

  /// The length comes first, so that no two lists of texts are hashed alike; null has none.
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
