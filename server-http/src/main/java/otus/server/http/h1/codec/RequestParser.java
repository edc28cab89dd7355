package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.http.config.RequestLimits;
import otus.server.http.syntax.Violation;

/// Parses the request heads of one connection, line by line as they arrive (RFC 9112 §2.1). Pure;
/// owned by one connection.
///
/// Only complete lines are consumed. The caller passes an incomplete line again, with the bytes
/// that follow.
///
/// ```text
///   LINE ──request line──▶ FIELDS ──empty line──▶ Http1Head, then LINE again
///   (empty lines skipped)  (header lines)
/// ```
public final class RequestParser {
  private static final int CRLF = 2;

  /// The maximum number of bytes of a malformed request line that are kept.
  private static final int MAX_MALFORMED = 1024;

  /// Approximate memory of a header beside its text, in bytes.
  private static final int HEADER_OVERHEAD = 96;

  /// Room in bytes for a request line without its target: method, two spaces, version, CRLF.
  private static final int LINE_OVERHEAD = 64;

  /// The request line of a handshake of TLS, whose bytes are not legible.
  private static final String TLS_LINE = "TLS handshake on a port without TLS";

  private final RequestLimits limits;
  private final LineScanner scanner = new LineScanner();

  /// The request line of the head that is being parsed.
  private @Nullable RequestLine current;

  /// The request line of the head that the last call completed.
  private @Nullable RequestLine completed;

  /// The text of a malformed request line.
  private String malformedLine = "";

  private Headers.Builder headers = Headers.builder();

  /// The number of bytes of the current head that were consumed.
  private int consumed;

  private int memory;

  /// Whether a part of a line has arrived.
  private boolean partialLine;

  private boolean headRequest;

  /// The result of parsing a request head.
  public sealed interface Result permits Http1Head, Incomplete, Refused {}

  /// The head is not complete yet.
  public enum Incomplete implements Result {
    /// The only constant.
    INCOMPLETE
  }

  /// Creates a parser of requests up to these limits.
  public RequestParser(RequestLimits limits) {
    this.limits = limits;
  }

  /// Returns whether a part of a head has arrived. Empty lines before a head do not count: some
  /// clients send one after a request body, and then are idle.
  public boolean hasBegun() {
    return current != null || partialLine;
  }

  /// Returns whether the last request, parsed or refused, has the method HEAD, so that its response
  /// has no body.
  public boolean isHeadRequest() {
    return headRequest;
  }

  /// Returns the approximate memory of the last head, complete or not, in bytes; without the bytes
  /// that were not consumed.
  public int memory() {
    return memory;
  }

  /// Parses the lines that have arrived. After a [Refused] the parser is not used again.
  ///
  /// @param in a heap buffer, of which complete lines are consumed
  public Result parse(ByteBuffer in) {
    completed = null;
    while (true) {
      if (current == null) {
        if (isHandshake(in)) { // not after the end of a line only, for which it may wait in vain
          malformedLine = TLS_LINE;
          return new Refused(Violation.TLS_HANDSHAKE);
        }
        headRequest = beginsWithHead(in);
      }
      int length = scanner.scan(in, limit());
      if (length < 0) {
        partialLine = in.hasRemaining();
        memory = consumed + headers.size() * HEADER_OVERHEAD;
        return switch (length) {
          case LineScanner.INCOMPLETE -> Incomplete.INCOMPLETE;
          case LineScanner.TOO_LONG -> new Refused(tooLong());
          default -> new Refused(Violation.BAD_LINE_END);
        };
      }
      int from = in.arrayOffset() + in.position();
      in.position(in.position() + length + CRLF);
      consumed += length + CRLF;
      if (current != null && length == 0) {
        return complete(current);
      }
      Violation violation = parseLine(in.array(), from, from + length);
      if (violation != null) {
        return new Refused(violation);
      }
    }
  }

  /// Returns whether the bytes are the beginning of a record of TLS with type handshake and major
  /// version 3 (RFC 8446 §5.1).
  private static boolean isHandshake(ByteBuffer in) {
    int at = in.position();
    return in.remaining() > 1 && in.get(at) == 0x16 && in.get(at + 1) == 3;
  }

  private static boolean beginsWithHead(ByteBuffer in) {
    int at = in.position();
    return in.remaining() > 4
        && in.get(at) == 'H'
        && in.get(at + 1) == 'E'
        && in.get(at + 2) == 'A'
        && in.get(at + 3) == 'D'
        && in.get(at + 4) == ' ';
  }

  private int limit() {
    int left = limits.maxHeadSize() - consumed;
    return isTargetTheLimit() ? limits.maxTargetSize() + LINE_OVERHEAD : left;
  }

  private Violation tooLong() {
    return isTargetTheLimit() ? Violation.TARGET_TOO_LONG : Violation.HEAD_TOO_LARGE;
  }

  /// Returns whether a line reaches the limit of the target before the limit of the head.
  private boolean isTargetTheLimit() {
    return current == null
        && limits.maxTargetSize() < limits.maxHeadSize() - consumed - LINE_OVERHEAD;
  }

  private @Nullable Violation parseLine(byte[] octets, int from, int to) {
    if (current != null) {
      Violation violation = HeaderLine.parse(octets, from, to, headers);
      return violation == null && headers.size() > limits.maxHeaders()
          ? Violation.HEAD_TOO_LARGE
          : violation;
    }
    if (from == to) {
      // RFC 9112 §2.2: a server SHOULD ignore at least one empty line before the request line.
      return null;
    }
    RequestLineResult parsed = RequestLine.parse(octets, from, to, limits.maxTargetSize());
    if (parsed instanceof Refused(var violation)) {
      malformedLine = text(octets, from, to);
      return violation;
    }
    current = (RequestLine) parsed;
    return null;
  }

  private static String text(byte[] octets, int from, int to) {
    int length = Math.min(MAX_MALFORMED, to - from);
    return new String(octets, from, length, StandardCharsets.ISO_8859_1);
  }

  /// Returns the request line of the last head, complete, refused or incomplete, or the part of the
  /// line that has arrived. As sent, so it may contain any bytes.
  ///
  /// @param in the bytes that were not consumed, in a heap buffer
  public String requestLine(ByteBuffer in) {
    RequestLine known = current == null ? completed : current;
    if (known != null) {
      String version = known.http11() ? " HTTP/1.1" : " HTTP/1.0";
      return known.method().name() + ' ' + known.target() + version;
    }
    if (!malformedLine.isEmpty()) {
      return malformedLine;
    }
    int from = in.arrayOffset() + in.position();
    return text(in.array(), from, from + in.remaining()).split("[\r\n]", 2)[0];
  }

  /// Discards an incomplete head. The parser is not used again.
  public void clear() {
    current = null;
    headers = Headers.builder();
  }

  private Result complete(RequestLine line) {
    memory = consumed + headers.size() * HEADER_OVERHEAD;
    Headers built = headers.build();
    completed = line;
    current = null;
    headers = Headers.builder();
    consumed = 0;
    partialLine = false;
    return RequestHeadValidator.of(line, built, limits.maxBodySize());
  }
}
