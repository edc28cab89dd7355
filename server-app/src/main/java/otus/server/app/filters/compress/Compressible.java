package otus.server.app.filters.compress;

import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.fields.Compressibility;
import otus.server.api.fields.HeaderList;

/// Which content becomes much shorter by compression, and may be compressed: texts, and what is
/// written like texts, unless a field says otherwise. Pure.
final class Compressible {
  private static final String EVENTS = "text/event-stream";
  private static final String PARTS = "multipart/byteranges";

  private Compressible() {}

  /// Whether the response with these fields has such content.
  ///
  /// @param part whether it has a part of the content, or several
  static boolean has(Headers headers, boolean part) {
    String type = headers.first("Content-Type");
    // RFC 9110 §15.3.7: a part need not say what the whole is, several are multipart, and both
    // have the `Vary` that a 200 would have.
    boolean unknown =
        part && (type == null || type.regionMatches(true, 0, PARTS, 0, PARTS.length()));
    return (unknown || is(type))
        && !headers.has("Content-Encoding")
        // RFC 9530: digests of the bytes as they are.
        && !headers.has("Content-Digest")
        && !headers.has("Repr-Digest")
        && mayTransform(headers);
  }

  /// Whether nobody has said no (RFC 9111 §5.2.2.6).
  static boolean mayTransform(Headers headers) {
    String control = headers.combined("Cache-Control");
    return control == null || !HeaderList.contains(control, "no-transform");
  }

  /// Whether content of that `Content-Type` does.
  static boolean is(@Nullable String contentType) {
    return Compressibility.of(contentType) == Compressibility.COMPRESSES && !isEvents(contentType);
  }

  /// Server-sent events have to arrive one by one.
  private static boolean isEvents(@Nullable String contentType) {
    return contentType != null && contentType.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
  }
}
