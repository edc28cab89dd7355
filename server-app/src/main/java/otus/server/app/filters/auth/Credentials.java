package otus.server.app.filters.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;

/// The user name and password of a request, by the scheme `Basic` (RFC 7617 §2). Never logged.
///
/// @param octets user name and password as sent, with the colon between them
/// @param user user name
/// @param password octets after the colon
record Credentials(byte[] octets, String user, byte[] password) {
  private static final String SCHEME = "Basic ";
  private static final int MAX_LENGTH = 1024;

  /// Parses the field `Authorization`.
  ///
  /// @return the credentials, or null if the field is missing, repeated or malformed
  static @Nullable Credentials of(Headers headers) {
    List<String> fields = headers.all("Authorization");
    if (fields.size() != 1) {
      return null;
    }
    String field = fields.getFirst();
    if (field.length() > MAX_LENGTH || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    try {
      return of(Base64.getDecoder().decode(field.substring(SCHEME.length()).strip()));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Credentials of(byte[] octets) {
    int colon = -1;
    for (int i = 0; i < octets.length; i++) {
      // RFC 7617 §2: neither may contain control characters.
      if ((octets[i] >= 0 && octets[i] < ' ') || octets[i] == 0x7f) {
        return null;
      }
      if (colon < 0 && octets[i] == ':') {
        colon = i;
      }
    }
    if (colon < 0) {
      return null;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets));
    } catch (CharacterCodingException e) {
      return null;
    }
    String user = new String(octets, 0, colon, StandardCharsets.UTF_8);
    return new Credentials(octets, user, Arrays.copyOfRange(octets, colon + 1, octets.length));
  }

  /// Contains neither user name nor password.
  @Override
  public String toString() {
    return "Credentials";
  }
}
