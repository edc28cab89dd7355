package otus.server.http.h1;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// Decodes a path, once: first it is split at its slashes, then each segment is decoded, then dot
/// segments are removed, so that no spelling of a dot escapes and no encoded slash splits. Pure.
final class PathDecoder {
  private PathDecoder() {}

  /// A decoded path, or what is wrong with it.
  sealed interface Result permits Decoded, Violation {}

  /// @param path the path
  record Decoded(UrlPath path) implements Result {}

  /// Decodes a path that begins with a slash and has one Latin-1 character for each octet.
  static Result decode(String raw) {
    if (raw.length() == 1) {
      return new Decoded(UrlPath.ROOT);
    }
    List<String> segments = new ArrayList<>();
    boolean directory = false;
    for (int start = 1; start <= raw.length(); ) {
      int slash = raw.indexOf('/', start);
      int end = slash < 0 ? raw.length() : slash;
      String segment = segment(raw, start, end);
      if (segment == null) {
        return Violation.BAD_ENCODING;
      }
      // RFC 3986 §5.2.4; several slashes in a row are one, as other servers have it.
      directory = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (!directory) {
        segments.add(segment);
      } else if (segment.equals("..")) {
        if (segments.isEmpty()) {
          return Violation.PATH_ABOVE_ROOT;
        }
        segments.removeLast();
      }
      start = end + 1;
    }
    return new Decoded(new UrlPath(segments, directory));
  }

  private static @Nullable String segment(String raw, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = raw.charAt(i);
      if (c == '%' || c > 0x7f) {
        return decoded(raw, from, to);
      }
    }
    return raw.substring(from, to);
  }

  private static @Nullable String decoded(String raw, int from, int to) {
    ByteBuffer octets = ByteBuffer.allocate(to - from);
    for (int i = from; i < to; i++) {
      int octet = raw.charAt(i);
      if (octet == '%') {
        if (i + 2 >= to) {
          return null;
        }
        int high = Octets.hex(raw.charAt(i + 1));
        int low = Octets.hex(raw.charAt(i + 2));
        octet = 16 * high + low;
        if (high < 0 || low < 0 || octet == 0) {
          return null;
        }
        i += 2;
      }
      octets.put((byte) octet);
    }
    try {
      // A new decoder reports what is malformed, overlong forms among it, where String replaces it.
      return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
