package otus.server.staticfiles;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import otus.server.api.Body;
import otus.server.staticfiles.conditional.ByteRange;
import otus.server.staticfiles.file.StaticFile;

/// Several ranges in one response body (RFC 9110 §14.6). Immutable.
///
/// ```
/// CRLF --boundary CRLF
/// Content-Type: text/plain CRLF
/// Content-Range: bytes 0-1/100 CRLF
/// CRLF
/// two bytes
/// CRLF --boundary CRLF
/// …
/// CRLF --boundary-- CRLF
/// ```
///
/// RFC 2046 §5.1.1 allows a body to begin with its first boundary; the CRLF before it is sent
/// because nginx, Apache and lighttpd send it, and some clients look for CRLF and boundary (zsync).
///
/// @param boundary text that must not occur in the parts and must not be predictable
record Multipart(String boundary) {

  static Multipart withNewBoundary() {
    return new Multipart(UUID.randomUUID().toString());
  }

  String contentType() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  /// Returns the body; every part has its own lease.
  ///
  /// @throws IllegalStateException if the file is closed and was not in memory
  Body body(StaticFile file, List<ByteRange> ranges) {
    List<Body> bodies = new ArrayList<>(2 * ranges.size() + 1);
    try {
      for (ByteRange range : ranges) {
        bodies.add(Body.of(head(file, range)));
        bodies.add(file.part(range));
      }
    } catch (RuntimeException e) {
      bodies.forEach(Body::close);
      throw e;
    }
    bodies.add(Body.of("\r\n--" + boundary + "--\r\n"));
    return new Body.Sequence(bodies);
  }

  // RFC 9110 §15.3.7.2: a part has its Content-Range, and SHOULD have the Content-Type of the 200.
  private String head(StaticFile file, ByteRange range) {
    return "\r\n--"
        + boundary
        + "\r\nContent-Type: "
        + file.mediaType()
        + "\r\nContent-Range: "
        + range.contentRange(file.representation().size())
        + "\r\n\r\n";
  }
}
