package otus.server.staticfiles.version;

import java.util.Arrays;
import java.util.Base64;
import otus.server.staticfiles.metadata.ContentCoding;

/// An entity tag (RFC 9110 §8.8.3). Immutable.
///
/// @param opaque the text between the quotes
/// @param weak whether it is marked with `W/`
public record EntityTag(String opaque, boolean weak) {

  /// Octets of the digest in a tag: 128 bits, so that equal tags by chance can be neglected.
  private static final int OCTETS = 16;

  /// Returns the strong tag of a digest.
  ///
  /// @param digest at least 16 octets
  static EntityTag strong(byte[] digest) {
    return new EntityTag(text(digest), false);
  }

  /// Returns the weak tag of a digest.
  ///
  /// @param digest at least 16 octets
  static EntityTag weak(byte[] digest) {
    return new EntityTag(text(digest), true);
  }

  private static String text(byte[] digest) {
    byte[] octets = Arrays.copyOf(digest, OCTETS);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /// Returns the tag of a variant in a coding (RFC 9110 §8.8.3.3): the strong tags of variants
  /// differ, even if their bytes are the same.
  public EntityTag of(ContentCoding coding) {
    return new EntityTag(opaque + '-' + coding.token, weak);
  }

  /// Strong comparison (RFC 9110 §8.8.3.2): returns whether both are strong and equal.
  public boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /// Weak comparison (RFC 9110 §8.8.3.2): returns whether both are equal, apart from the weak mark.
  public boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /// Returns the value of an `ETag` header.
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }
}
