package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.Response;
import otus.server.http.exchange.FirstPart;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseMemory;
import otus.server.http.h1.codec.HeadEncoder;
import otus.server.http.h1.codec.ResponseFraming;
import otus.server.loop.Endpoint;

/// Sends the responses of one connection, one at a time; owned by it, confined to its loop.
///
/// A head and a small body leave in one write from the loop's buffer; for anything larger a
/// [BodyWriter] takes over behind the head.
final class ResponseWriter {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  /// Up to this, copying a body behind its head is cheaper than writing from two buffers.
  private static final int SMALL = 16 * 1024;

  /// What a response takes beside its body: its fields, and the objects that send it.
  private static final int RESPONSE = 1024;

  private final LoopContext http;
  private final Endpoint endpoint;
  private final Runnable onArrival;
  private final WriteQueue queue = new WriteQueue();
  private @Nullable BodyWriter writer;

  /// What the body of the writer takes; null as long as nobody has asked.
  private ResponseMemory.@Nullable Use use;

  private long written;

  /// Whether the client takes no more now.
  private boolean blocked;

  /// @param onArrival called on the loop when a stream that was waited for can go on, or sending
  ///     after it has yielded
  ResponseWriter(LoopContext http, Endpoint endpoint, Runnable onArrival) {
    this.http = http;
    this.endpoint = endpoint;
    this.onArrival = onArrival;
  }

  /// Begins a response, whose body is this sender's from now on. After [Progress#FAILED] another
  /// one can be begun in its place.
  Progress start(Response response, ResponseFraming framing, boolean persistent)
      throws IOException {
    Body body = response.body();
    if (framing.content() && FirstPart.of(body) instanceof Body.Stream) {
      BodyWriter opened = open(body, framing);
      if (!opened.begin()) {
        writer = null; // and what may still be in the queue, a 100, has its place before the next
        opened.close();
        return Progress.FAILED;
      }
    }
    int headSize = HeadEncoder.size(response.headers());
    ByteBuffer out = http.loop().outbound();
    if (headSize > out.remaining()) {
      out = ByteBuffer.allocate(headSize);
    }
    http.encoder()
        .encode(
            out, response.status(), response.headers(), framing, http.date().octets(), persistent);
    boolean more = framing.content() && !appendSmall(body, out);
    queue.add(out.flip());
    if (!more) {
      BodyWriter.close(body);
    } else if (writer == null) {
      open(body, framing);
    }
    try {
      return proceed();
    } finally {
      queue.keep(out);
    }
  }

  private BodyWriter open(Body body, ResponseFraming framing) {
    boolean chunked = framing.kind() == ResponseFraming.Kind.CHUNKED;
    RegionWriter regions = new RegionWriter(endpoint, http.date());
    BodyWriter opened = new BodyWriter(endpoint, queue, regions, body, chunked, onArrival);
    writer = opened;
    return opened;
  }

  private static boolean appendSmall(Body body, ByteBuffer out) {
    if (!(body instanceof Body.Bytes(ByteBuffer buffer))
        || buffer.limit() > Math.min(SMALL, out.remaining())) {
      return false;
    }
    out.put(out.position(), buffer, 0, buffer.limit());
    out.position(out.position() + buffer.limit());
    return true;
  }

  /// Goes on where it stopped.
  Progress proceed() throws IOException {
    BodyWriter current = writer;
    if (current == null) {
      flush();
      return blocked ? Progress.BLOCKED : Progress.DONE;
    }
    Progress progress = current.write();
    written += current.takeWritten();
    blocked = progress == Progress.BLOCKED;
    if (progress == Progress.YIELDED) {
      http.loop().execute(onArrival);
    }
    return progress;
  }

  /// Asks the client for the content it holds back (RFC 9110 §10.1.1).
  void sendContinue() throws IOException {
    queue.add(ByteBuffer.wrap(CONTINUE));
    flush();
  }

  /// Writes what waits to be written.
  void flush() throws IOException {
    if (!queue.isEmpty()) {
      written += queue.write(endpoint);
    }
    blocked = !queue.isEmpty();
  }

  /// Whether the client takes no more now: there is something to send as soon as it does.
  boolean isBlocked() {
    return blocked;
  }

  /// How many bytes of memory the response takes that is under way. Nothing, if there is none.
  long held() {
    BodyWriter current = writer;
    if (current == null) {
      return queue.held();
    }
    ResponseMemory.Use known = use;
    if (known == null) {
      known = http.responses().begin(current.body());
      use = known;
    }
    return RESPONSE
        + queue.held()
        + known.size()
        + Math.max(0, current.lent() - ResponseMemory.STREAM);
  }

  /// How many bytes went out since this was last asked.
  long takeWritten() {
    long count = written;
    written = 0;
    return count;
  }

  /// Ends a response, whether it was sent whole or not. Idempotent.
  void end() {
    queue.clear();
    BodyWriter current = writer;
    writer = null;
    forget();
    if (current != null) {
      current.close();
    }
  }

  private void forget() {
    ResponseMemory.Use known = use;
    use = null;
    if (known != null) {
      known.end();
    }
  }
}
