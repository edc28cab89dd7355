package otus.server.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decodes the path of a target in three steps, each done once: the whole path is decoded, then
/// split at its slashes, then dot segments are removed. So `%2F` separates segments and `%2E` is a
/// dot before anything that compares paths (a mount, a filter, the file system) sees the path. The
/// server decodes each request with it. Pure.
public final class PathDecoder {
  /// The number of segments of a usual path.
  private static final int SEGMENTS = 4;

  private PathDecoder() {}

  /// A decoded path, or the reason why there is none.
  public sealed interface Result permits Decoded, Invalid {}

  /// A valid path.
  ///
  /// @param path the decoded path
  public record Decoded(UrlPath path) implements Result {}

  /// An invalid path.
  public enum Invalid implements Result {
    /// A percent sign without two hexadecimal digits, or `%00` (RFC 3986 §2.1).
    ENCODING,
    /// The path climbs above the root (RFC 3986 §5.2.4).
    ABOVE_ROOT
  }

  /// Decodes a path.
  ///
  /// @param rawPath the path as in [Target#rawPath]: it begins with a slash and has one Latin-1
  ///     character for each octet
  /// @return the decoded path, or the reason why it is invalid
  public static Result decode(String rawPath) {
    if (rawPath.length() == 1) {
      return new Decoded(UrlPath.ROOT);
    }
    String text = isPlain(rawPath) ? rawPath : decoded(rawPath);
    return text == null ? Invalid.ENCODING : split(text);
  }

  private static Result split(String text) {
    List<String> segments = new ArrayList<>(SEGMENTS);
    boolean directory = false;
    for (int start = 1; start <= text.length(); ) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      String segment = text.substring(start, end);
      // RFC 3986 §5.2.4. Several slashes in a row count as one, as in other servers.
      directory = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (!directory) {
        segments.add(segment);
      } else if (segment.equals("..")) {
        if (segments.isEmpty()) {
          return Invalid.ABOVE_ROOT;
        }
        segments.removeLast();
      }
      start = end + 1;
    }
    return new Decoded(new UrlPath(segments, directory));
  }

  private static boolean isPlain(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%' || c > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String decoded(String raw) {
    ByteBuffer octets = ByteBuffer.allocate(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      int octet = raw.charAt(i);
      if (octet == '%') {
        if (i + 2 >= raw.length()) {
          return null;
        }
        int high = hex(raw.charAt(i + 1));
        int low = hex(raw.charAt(i + 2));
        octet = 16 * high + low;
        if (high < 0 || low < 0 || octet == 0) {
          return null;
        }
        i += 2;
      }
      octets.put((byte) octet);
    }
    return text(octets.flip());
  }

  /// Decodes UTF-8, which RFC 3986 §2.5 does not require. A byte that is not part of a character,
  /// or is part of an overlong form, becomes an unpaired surrogate (see [UrlPath]).
  private static String text(ByteBuffer octets) {
    CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(octets.remaining());
    CoderResult result = utf8.decode(octets, text, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        text.put((char) (0xdc00 + (octets.get() & 0xff)));
      }
      result = utf8.decode(octets, text, true);
    }
    return text.flip().toString();
  }

  /// Returns the value of a hexadecimal digit, or -1.
  static int hex(int c) {
    return c < 0 || c > 0x7f ? -1 : Character.digit(c, 16);
  }
}
