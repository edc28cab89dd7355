package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.http.syntax.Violation;

/// Parses the request heads of one connection, line by line as they arrive (RFC 9112 §2.1).
///
/// Whole lines are consumed; of a line that has not ended nothing is, and the caller brings it
/// again with what follows. Pure; owned by one connection.
///
/// ```text
///   LINE ──request line──▶ FIELDS ──empty line──▶ a RequestMessage, and LINE again
///   (empty lines skipped)  (field lines)
/// ```
public final class RequestParser {
  private static final int CRLF = 2;

  /// How much of a malformed request line is kept.
  private static final int MAX_MALFORMED = 1024;

  /// What a field takes in memory beside its octets, about.
  private static final int FIELD_OVERHEAD = 96;

  /// What a request line has beside its target: a method, two spaces, a version, CRLF.
  private static final int LINE_OVERHEAD = 64;

  private final int maxTarget;
  private final int maxHead;
  private final int maxFields;
  private final long maxBody;
  private final LineScanner scanner = new LineScanner();
  private @Nullable RequestLine line;

  /// The request line of the last complete head.
  private @Nullable RequestLine last;

  /// A request line that is malformed.
  private String malformed = "";

  private Headers.Builder fields = Headers.builder();
  private int consumed;
  private int weight;
  private boolean partial;
  private boolean headAsked;

  /// A parser with the limits of [otus.server.http.config.HttpLimits].
  public RequestParser(int maxTarget, int maxHead, int maxFields, long maxBody) {
    this.maxTarget = maxTarget;
    this.maxHead = maxHead;
    this.maxFields = maxFields;
    this.maxBody = maxBody;
  }

  /// Whether part of a head was seen: the client has begun to send a request. Empty lines before it
  /// are no part of it: some clients end their content with one, and then are idle.
  public boolean begun() {
    return line != null || partial;
  }

  /// Whether the request that was parsed or refused last asks for `HEAD`, and so for no content.
  public boolean asksForHead() {
    return headAsked;
  }

  /// What the head takes in memory, about, that it last went on with: as far as it has come, or
  /// whole. In bytes, without those that were not consumed.
  public int weight() {
    return weight;
  }

  /// Goes on with a head. After a [Refused] the parser is not used again.
  ///
  /// @param in a heap buffer; see the class for what is consumed of it
  public ParseResult parse(ByteBuffer in) {
    last = null;
    while (true) {
      if (line == null) {
        headAsked = beginsWithHead(in);
      }
      int length = scanner.scan(in, limit());
      if (length < 0) {
        partial = in.hasRemaining();
        weight = consumed + fields.size() * FIELD_OVERHEAD;
        return switch (length) {
          case LineScanner.INCOMPLETE -> ParseResult.Incomplete.INCOMPLETE;
          case LineScanner.TOO_LONG -> new Refused(tooLong());
          default -> new Refused(Violation.BAD_LINE_END);
        };
      }
      int from = in.arrayOffset() + in.position();
      in.position(in.position() + length + CRLF);
      consumed += length + CRLF;
      if (line != null && length == 0) {
        return message(line);
      }
      Violation violation = line(in.array(), from, from + length);
      if (violation != null) {
        return new Refused(violation);
      }
    }
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
    int left = maxHead - consumed;
    return isTargetTheLimit() ? maxTarget + LINE_OVERHEAD : left;
  }

  private Violation tooLong() {
    return isTargetTheLimit() ? Violation.TARGET_TOO_LONG : Violation.HEAD_TOO_LARGE;
  }

  /// Whether a line reaches the limit of the target before the one of the head.
  private boolean isTargetTheLimit() {
    return line == null && maxTarget < maxHead - consumed - LINE_OVERHEAD;
  }

  private @Nullable Violation line(byte[] octets, int from, int to) {
    if (line != null) {
      Violation violation = FieldLine.parse(octets, from, to, fields);
      return violation == null && fields.size() > maxFields ? Violation.HEAD_TOO_LARGE : violation;
    }
    if (from == to) {
      // RFC 9112 §2.2: a server SHOULD ignore at least one empty line before the request line.
      return null;
    }
    return switch (RequestLine.parse(octets, from, to, maxTarget)) {
      case RequestLine parsed -> {
        line = parsed;
        yield null;
      }
      case Refused(var violation) -> {
        malformed = text(octets, from, to);
        yield violation;
      }
    };
  }

  private static String text(byte[] octets, int from, int to) {
    int length = Math.min(MAX_MALFORMED, to - from);
    return new String(octets, from, length, StandardCharsets.ISO_8859_1);
  }

  /// The request line of the head that was parsed, refused or begun last, or the part of it that
  /// has arrived; as sent, so it may hold any octets.
  ///
  /// @param in what was not consumed, a heap buffer
  public String requestLine(ByteBuffer in) {
    RequestLine known = line == null ? last : line;
    if (known != null) {
      String version = known.http11() ? " HTTP/1.1" : " HTTP/1.0";
      return known.method().name() + ' ' + known.target() + version;
    }
    if (!malformed.isEmpty()) {
      return malformed;
    }
    int from = in.arrayOffset() + in.position();
    return text(in.array(), from, from + in.remaining()).split("[\r\n]", 2)[0];
  }

  /// Drops what is here of a head; the parser is not used again.
  public void clear() {
    line = null;
    fields = Headers.builder();
  }

  private ParseResult message(RequestLine parsed) {
    weight = consumed + fields.size() * FIELD_OVERHEAD;
    Headers headers = fields.build();
    last = parsed;
    line = null;
    fields = Headers.builder();
    consumed = 0;
    partial = false;
    return RequestHeadValidator.of(parsed, headers, maxBody);
  }
}
