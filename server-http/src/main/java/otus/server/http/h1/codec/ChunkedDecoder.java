package otus.server.http.h1.codec;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.http.syntax.HttpChars;
import otus.server.http.syntax.Violation;

/// Decodes a chunked body (RFC 9112 §7.1). Pure; owned by one connection.
///
/// ```text
///   SIZE ──size > 0──▶ DATA ──▶ DATA_END ──▶ SIZE
///     └────size = 0──▶ TRAILERS ──empty line──▶ ENDED
/// ```
final class ChunkedDecoder implements BodyDecoder {
  /// The maximum length of a size line or a trailer line in bytes.
  private static final int MAX_LINE = 1024;

  /// The maximum number of bytes of all chunk extensions and trailers. Extensions are not needed,
  /// and without this maximum they would be a body that no limit counts.
  private static final int MAX_OVERHEAD = 16 * 1024;

  private static final int MAX_TRAILERS = 32;
  private static final int MAX_DIGITS = 15;
  private static final int CRLF = 2;

  private enum State {
    SIZE,
    DATA,
    DATA_END,
    TRAILERS,
    ENDED
  }

  private final long maxLength;
  private final LineScanner scanner = new LineScanner();
  private final Headers.Builder trailers = Headers.builder();
  private State state = State.SIZE;
  private long left;
  private long total;
  private int overhead;

  ChunkedDecoder(long maxLength) {
    this.maxLength = maxLength;
  }

  @Override
  public BodyDecoder.Event decode(ByteBuffer in) {
    while (true) {
      switch (state) {
        case DATA -> {
          return data(in);
        }
        case ENDED -> {
          return new BodyDecoder.End(permitted(trailers.build()));
        }
        case SIZE, DATA_END, TRAILERS -> {
          int length = scanner.scan(in, MAX_LINE);
          if (length < 0) {
            return length == LineScanner.INCOMPLETE && mayContinue(in)
                ? BodyDecoder.More.MORE
                : new Refused(Violation.BAD_CHUNK);
          }
          int from = in.arrayOffset() + in.position();
          in.position(in.position() + length + CRLF);
          Violation violation = line(in.array(), from, from + length);
          if (violation != null) {
            return new Refused(violation);
          }
        }
      }
    }
  }

  @Override
  public long outstanding() {
    return state == State.ENDED ? 0 : Long.MAX_VALUE;
  }

  /// Returns whether an incomplete line may still become valid. The data of a chunk must be
  /// followed by CRLF at once; other bytes are refused without waiting for the end of their line.
  private boolean mayContinue(ByteBuffer in) {
    return state != State.DATA_END
        || !in.hasRemaining()
        || (in.remaining() == 1 && in.get(in.position()) == '\r');
  }

  private BodyDecoder.Event data(ByteBuffer in) {
    int length = (int) Math.min(left, in.remaining());
    if (length == 0) {
      return BodyDecoder.More.MORE;
    }
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    left -= length;
    if (left == 0) {
      state = State.DATA_END;
    }
    return new BodyDecoder.Data(bytes);
  }

  private @Nullable Violation line(byte[] octets, int from, int to) {
    return switch (state) {
      case SIZE -> size(octets, from, to);
      case DATA_END -> {
        state = State.SIZE;
        yield from == to ? null : Violation.BAD_CHUNK;
      }
      case TRAILERS -> trailer(octets, from, to);
      case DATA, ENDED -> throw new IllegalStateException("no line in " + state);
    };
  }

  private @Nullable Violation size(byte[] octets, int from, int to) {
    int i = from;
    long size = 0;
    for (; i < to && HttpChars.hex(octets[i]) >= 0; i++) {
      size = 16 * size + HttpChars.hex(octets[i]);
      if (i - from >= MAX_DIGITS) {
        return Violation.BAD_CHUNK;
      }
    }
    overhead += to - i;
    if (i == from || !isExtension(octets, i, to) || overhead > MAX_OVERHEAD) {
      return Violation.BAD_CHUNK;
    }
    total += size;
    if (total > maxLength) {
      return Violation.CONTENT_TOO_LARGE;
    }
    left = size;
    state = size == 0 ? State.TRAILERS : State.DATA;
    return null;
  }

  /// RFC 9112 §7.1.1: extensions begin with a semicolon; unknown ones are ignored. All are unknown.
  private static boolean isExtension(byte[] octets, int from, int to) {
    int i = from;
    while (i < to && HttpChars.isBlank(octets[i])) {
      i++;
    }
    if (from < to && (i == to || octets[i] != ';')) {
      return false;
    }
    for (; i < to; i++) {
      if (!HttpChars.isFieldContent(octets[i])) {
        return false;
      }
    }
    return true;
  }

  /// Removes trailers that must be known before the body: a recipient ignores them (RFC 9110
  /// §6.5.1).
  private static Headers permitted(Headers received) {
    if (received.size() == 0) {
      return received;
    }
    Headers.Builder permitted = Headers.builder();
    for (int i = 0; i < received.size(); i++) {
      if (Chunk.End.permits(received.name(i))) {
        permitted.add(received.name(i), received.value(i));
      }
    }
    return permitted.build();
  }

  private @Nullable Violation trailer(byte[] octets, int from, int to) {
    if (from == to) {
      state = State.ENDED;
      return null;
    }
    overhead += to - from;
    if (overhead > MAX_OVERHEAD || trailers.size() >= MAX_TRAILERS) {
      return Violation.BAD_CHUNK;
    }
    return HeaderLine.parse(octets, from, to, trailers);
  }
}
