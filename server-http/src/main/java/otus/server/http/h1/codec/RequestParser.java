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
/// that follow. Lines that the [HeadCache] knows are not parsed again.
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

  /// The value of [#sectionStart] while the buffer does not have the whole header section.
  private static final int NOT_WHOLE = -1;

  /// The request line of a handshake of TLS, whose bytes are not legible.
  private static final String TLS_LINE = "TLS handshake on a port without TLS";

  private final HeadCache cache;
  private final LineScanner scanner = new LineScanner();

  private int maxTargetSize;
  private int maxHeadSize;
  private int maxHeaders;
  private long maxBodySize;

  /// The request line of the head that is being parsed.
  private @Nullable RequestLine current;

  /// The request line of the head that the last call completed.
  private @Nullable RequestLine completed;

  /// The text of a malformed request line.
  private String malformedLine = "";

  private Headers.Builder headers = Headers.builder();

  /// The index of the first byte of the header section in the buffer of the current call, or
  /// [#NOT_WHOLE].
  private int sectionStart = NOT_WHOLE;

  /// The number of bytes of the current head that were consumed.
  private int consumed;

  private int memory;

  /// Whether a part of a line has arrived.
  private boolean partialLine;

  private boolean headRequest;

  /// A request line, or the rule that it breaks.
  sealed interface LineResult permits RequestLine, Refused {}

  /// The result of parsing a request head.
  public sealed interface Result permits Http1Head, Incomplete, Refused {}

  /// The head is not complete yet.
  public enum Incomplete implements Result {
    /// The only constant.
    INCOMPLETE
  }

  /// Creates a parser of requests up to these limits, with a cache of its own.
  public RequestParser(RequestLimits limits) {
    this(limits, new HeadCache());
  }

  /// Creates a parser of requests up to these limits.
  ///
  /// @param cache the heads that other parsers of the loop have parsed
  public RequestParser(RequestLimits limits, HeadCache cache) {
    this.cache = cache;
    limit(limits);
  }

  /// Changes the limits, before a head begins.
  public void limit(RequestLimits limits) {
    maxTargetSize = limits.maxTargetSize();
    maxHeadSize = limits.maxHeadSize();
    maxHeaders = limits.maxHeaders();
    maxBodySize = limits.maxBodySize();
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
    sectionStart = NOT_WHOLE;
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
      int from = in.position();
      in.position(from + length + CRLF);
      consumed += length + CRLF;
      RequestLine line = current;
      Result result = line == null ? requestLine(in, from, length) : header(line, in, from, length);
      if (result != null) {
        return result;
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
    int left = maxHeadSize - consumed;
    return isTargetTheLimit() ? maxTargetSize + LINE_OVERHEAD : left;
  }

  private Violation tooLong() {
    return isTargetTheLimit() ? Violation.TARGET_TOO_LONG : Violation.HEAD_TOO_LARGE;
  }

  /// Returns whether a line reaches the limit of the target before the limit of the head.
  private boolean isTargetTheLimit() {
    return current == null && maxTargetSize < maxHeadSize - consumed - LINE_OVERHEAD;
  }

  /// Parses a request line, and the header section behind it if it is known.
  ///
  /// @return the head or a violation, or null if the header lines are to be parsed
  private @Nullable Result requestLine(ByteBuffer in, int from, int length) {
    if (length == 0) {
      // RFC 9112 §2.2: a server SHOULD ignore at least one empty line before the request line.
      return null;
    }
    RequestLine line = cache.line(in, from);
    if (line == null || line.target().length() > maxTargetSize) {
      int start = in.arrayOffset() + from;
      LineResult parsed = RequestLine.parse(in.array(), start, start + length, maxTargetSize);
      if (parsed instanceof Refused refused) {
        malformedLine = text(in.array(), start, start + length);
        return refused;
      }
      line = (RequestLine) parsed;
      cache.add(line, in, from);
    }
    current = line;
    sectionStart = in.position();
    Http1Head known = cache.take(line, in, maxHeadSize - consumed, maxHeaders);
    if (known != null) {
      consumed += in.position() - sectionStart;
      complete(line, known.request().headers());
    }
    return known;
  }

  /// Parses a header line, or the empty line at the end of the head.
  ///
  /// @return the head or a violation, or null if another header line follows
  private @Nullable Result header(RequestLine line, ByteBuffer in, int from, int length) {
    if (length > 0) {
      int start = in.arrayOffset() + from;
      Violation violation = HeaderLine.parse(in.array(), start, start + length, headers);
      if (violation == null && headers.size() > maxHeaders) {
        violation = Violation.HEAD_TOO_LARGE;
      }
      return violation == null ? null : new Refused(violation);
    }
    Headers built = headers.build();
    headers = Headers.builder();
    complete(line, built);
    Result result = RequestHeadValidator.of(line, built, maxBodySize);
    if (result instanceof Http1Head head && sectionStart != NOT_WHOLE) {
      cache.add(line, head, in, sectionStart);
    }
    return result;
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
    partialLine = false;
    headers = Headers.builder();
  }

  private void complete(RequestLine line, Headers fields) {
    memory = consumed + fields.size() * HEADER_OVERHEAD;
    completed = line;
    current = null;
    consumed = 0;
    partialLine = false;
  }
}
