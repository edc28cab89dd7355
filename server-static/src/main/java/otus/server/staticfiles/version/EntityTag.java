package otus.server.staticfiles.version;

import java.util.Arrays;
import java.util.Base64;
import otus.server.staticfiles.metadata.ContentCoding;

/// An entity tag (RFC 9110 §8.8.3). Immutable.
///
/// @param opaque what stands between the quotes
/// @param weak whether it is marked with `W/`
public record EntityTag(String opaque, boolean weak) {

  /// How many octets of a digest are taken: 128 bits, as many as nobody meets twice by chance.
  private static final int OCTETS = 16;

  /// The strong tag of what has that digest.
  ///
  /// @param digest at least 16 octets
  static EntityTag strong(byte[] digest) {
    return new EntityTag(text(digest), false);
  }

  /// The weak tag of what has that digest.
  ///
  /// @param digest at least 16 octets
  static EntityTag weak(byte[] digest) {
    return new EntityTag(text(digest), true);
  }

  private static String text(byte[] digest) {
    byte[] octets = Arrays.copyOf(digest, OCTETS);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /// The tag of a form of that coding (RFC 9110 §8.8.3.3): forms differ in their strong tags,
  /// though their bytes may be the same.
  public EntityTag of(ContentCoding coding) {
    return new EntityTag(opaque + '-' + coding.token, weak);
  }

  /// RFC 9110 §8.8.3.2: strong comparison: both are strong and the same.
  public boolean matchesStrongly(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /// RFC 9110 §8.8.3.2: weak comparison: the same but for the mark.
  public boolean matchesWeakly(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  /// As a field value.
  @Override
  public String toString() {
    return (weak ? "W/\"" : "\"") + opaque + '"';
  }
}
