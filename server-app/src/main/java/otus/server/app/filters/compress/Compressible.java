package otus.server.app.filters.compress;

import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.fields.Compressibility;
import otus.server.api.fields.HeaderList;

/// Decides by header fields whether a response is worth compressing and may be compressed: text and
/// text-like formats, unless a field forbids it. Pure.
final class Compressible {
  private static final String EVENTS = "text/event-stream";
  private static final String PARTS = "multipart/byteranges";

  private Compressible() {}

  /// Returns whether a response with these fields may be compressed.
  ///
  /// @param part whether it is a partial response, of one range or several
  static boolean has(Headers headers, boolean part) {
    String type = headers.first("Content-Type");
    // RFC 9110 §15.3.7: a partial response need not have the type of the whole, one with several
    // ranges is multipart, and both have the `Vary` that a 200 would have.
    boolean unknown =
        part && (type == null || type.regionMatches(true, 0, PARTS, 0, PARTS.length()));
    return (unknown || is(type))
        && !headers.has("Content-Encoding")
        // RFC 9530: digests of the uncompressed bytes.
        && !headers.has("Content-Digest")
        && !headers.has("Repr-Digest")
        && mayTransform(headers);
  }

  /// Returns whether Cache-Control does not contain `no-transform` (RFC 9111 §5.2.2.6).
  static boolean mayTransform(Headers headers) {
    String control = headers.combined("Cache-Control");
    return control == null || !HeaderList.contains(control, "no-transform");
  }

  /// Returns whether content of that type is worth compressing.
  ///
  /// @param contentType value of `Content-Type`, or null
  static boolean is(@Nullable String contentType) {
    return Compressibility.of(contentType) == Compressibility.COMPRESSES && !isEvents(contentType);
  }

  /// Each event has to reach the client at once.
  private static boolean isEvents(@Nullable String contentType) {
    return contentType != null && contentType.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
  }
}
