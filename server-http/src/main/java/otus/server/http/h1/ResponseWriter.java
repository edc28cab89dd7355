package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.http.connection.RegionReader;
import otus.server.http.connection.SendRate;
import otus.server.http.exchange.DateHeader;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseBodyReader;
import otus.server.http.h1.codec.HeadEncoder;
import otus.server.http.h1.codec.ResponseFraming;
import otus.server.loop.Endpoint;
import otus.server.loop.EventLoop;

/// Writes the responses of one connection, one after the other. Owned by the connection, confined
/// to its loop.
///
/// A head and a small body leave in one write, from the loop's buffer; any other body has a
/// [BodyWriter].
final class ResponseWriter {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  /// The maximum size at which copying a body after its head is cheaper than writing two buffers.
  private static final int SMALL = 16 * 1024;

  private final LoopContext context;
  private final EventLoop loop;
  private final DateHeader date;
  private final HeadEncoder encoder;
  private final Endpoint endpoint;
  private final Runnable onReady;
  private final RegionWriter regions;
  private final WriteQueue queue;

  /// Limits the bytes per second of the connection; null if they are unlimited.
  private @Nullable SendRate rate;

  /// The body, or null if there is no body or it was written with the head.
  private @Nullable BodyWriter body;

  /// Whole responses to pipelined requests, up to its position. Null while it is empty.
  private @Nullable ByteBuffer batch;

  /// The number of bytes written without the queue since the last [#takeWritten].
  private long written;

  /// The number of written bytes that had not left the endpoint at the last [#takeWritten].
  private long unsent;

  /// The number of bytes of the body written without the queue.
  private long bodyWritten;

  /// The number of bytes that the queue writes before the body.
  private long bodyStart;

  /// Whether the client accepts no more now; if not, the queue is empty and the endpoint is
  /// flushed.
  private boolean blocked;

  /// @param onReady called on the loop when writing can continue: a chunk has arrived, or the
  ///     response has yielded to other connections
  ResponseWriter(LoopContext context, HeadEncoder encoder, Endpoint endpoint, Runnable onReady) {
    this.context = context;
    this.encoder = encoder;
    this.endpoint = endpoint;
    this.onReady = onReady;
    loop = context.loop();
    date = context.date();
    regions = new RegionWriter(endpoint, date, new RegionReader(endpoint.peer()));
    queue = new WriteQueue(endpoint);
  }

  /// Changes the limit of the rate in bytes per second; 0 = unlimited. No response is being sent.
  void limit(long limit) {
    if (limit == 0) {
      rate = null;
    } else {
      rate = rate == null ? new SendRate(context, onReady) : rate;
      rate.limit(limit);
    }
  }

  /// Begins a response and takes ownership of its body. After [Progress#FAILED] another one can be
  /// begun in its place.
  ///
  /// @param persistent whether another response may follow
  /// @param more whether one is likely to follow in this callback, so that both leave in one write
  Progress start(Response response, ResponseFraming framing, boolean persistent, boolean more)
      throws IOException {
    written = 0;
    Body content = response.body();
    if (framing.content() && !(content instanceof Body.Bytes)) {
      ResponseBodyReader reader = open(content, framing);
      if (!reader.prefetch()) {
        body = null; // the queue is kept: a pending 100 must precede the error response
        reader.close();
        return Progress.FAILED;
      }
    }
    Headers headers = response.headers();
    int size = HeadEncoder.size(headers);
    ByteBuffer out = room(size);
    encoder.encode(
        out, response.status(), headers, framing, content.length(), date.octets(), persistent);
    int headSize = out.position();
    if (body == null) {
      if (!framing.content()) {
        ResponseBodyReader.close(content);
      } else if (!appendSmall(content, out)) {
        open(content, framing);
      }
    }
    if (more && body == null && !blocked && rate == null) {
      batch = out;
      bodyWritten = out.position() - headSize;
      bodyStart = Long.MAX_VALUE;
      return Progress.DONE;
    }
    batch = null;
    return write(out.flip(), headSize);
  }

  /// Returns the batch if it has room for a head, or else an empty buffer.
  private ByteBuffer room(int size) throws IOException {
    ByteBuffer current = batch;
    if (current != null && current.remaining() >= size) {
      return current;
    }
    flushBatch();
    ByteBuffer out = loop.outbound();
    return size > out.remaining() ? ByteBuffer.allocate(size) : out;
  }

  /// Writes the responses of this callback that are not written. Called at its end.
  ///
  /// @return whether the client has accepted everything
  boolean flushBatch() throws IOException {
    ByteBuffer current = batch;
    if (current != null) {
      batch = null;
      queue.add(current.flip());
      try {
        flush();
      } finally {
        queue.keep(current);
      }
    }
    return !blocked;
  }

  private ResponseBodyReader open(Body opened, ResponseFraming framing) {
    ResponseBodyReader reader = new ResponseBodyReader(loop, endpoint.peer(), opened, onReady);
    boolean chunked = framing.kind() == ResponseFraming.Kind.CHUNKED;
    body = new BodyWriter(reader, queue, regions, rate, context.responses(), chunked);
    return reader;
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

  private Progress write(ByteBuffer head, int headSize) throws IOException {
    long direct = 0;
    if (!blocked && body == null && maySend()) {
      direct = endpoint.write(head);
      written += direct;
      onSent(direct);
    }
    bodyWritten = Math.max(0, direct - headSize);
    if (direct > 0 && !head.hasRemaining() && endpoint.flush()) {
      bodyStart = Long.MAX_VALUE;
      return Progress.DONE;
    }
    bodyStart = queue.sent() + queue.remaining() + Math.max(0, headSize - direct);
    queue.add(head);
    try {
      return proceed();
    } finally {
      queue.keep(head);
    }
  }

  /// Continues to write the response.
  Progress proceed() throws IOException {
    Progress progress = maySend() ? send() : sendAccepted();
    blocked = progress == Progress.BLOCKED;
    switch (progress) {
      case DONE -> end();
      case YIELDED -> loop.execute(onReady);
      case PAUSED -> Objects.requireNonNull(rate).pause();
      case BLOCKED, WAITING, FAILED, BROKEN -> {} // the connection knows what to do
    }
    return progress;
  }

  /// Returns whether the limit of the rate allows to send now.
  private boolean maySend() {
    return rate == null || rate.allowance() > 0;
  }

  private void onSent(long bytes) {
    if (rate != null) {
      rate.onSent(bytes);
    }
  }

  /// Sends what the endpoint has accepted before a pause.
  private Progress sendAccepted() throws IOException {
    if (!endpoint.flush()) {
      return Progress.BLOCKED;
    }
    return body == null && queue.remaining() == 0 ? Progress.DONE : Progress.PAUSED;
  }

  private Progress send() throws IOException {
    long before = queue.sent();
    try {
      BodyWriter current = body;
      if (current == null) {
        return flushed() ? Progress.DONE : Progress.BLOCKED;
      }
      Progress progress = current.write();
      return progress == Progress.DONE && !endpoint.flush() ? Progress.BLOCKED : progress;
    } finally {
      onSent(queue.sent() - before);
    }
  }

  /// Asks the client for the request body that it holds back (RFC 9110 §10.1.1).
  void sendContinue() throws IOException {
    flushBatch();
    queue.add(ByteBuffer.wrap(CONTINUE));
    flush();
  }

  /// Writes the buffers of the queue.
  void flush() throws IOException {
    blocked = !flushed();
  }

  /// Returns whether everything in the queue was written, and has left the endpoint.
  private boolean flushed() throws IOException {
    return queue.flush() && endpoint.flush();
  }

  /// Returns whether the client accepts no more now: there is something to write as soon as it
  /// does.
  boolean isBlocked() {
    return blocked;
  }

  /// Returns the number of bytes that were written and have left the endpoint since the last call.
  long takeWritten() {
    long before = unsent;
    unsent = endpoint.unsent();
    long count = written + queue.takeWritten() + before - unsent;
    written = 0;
    return Math.max(0, count);
  }

  /// Returns the number of bytes of the current response written, without the head.
  long bodyBytes() {
    return bodyWritten + Math.max(0, queue.sent() - bodyStart);
  }

  /// Returns the memory of the current response in bytes, or 0 if there is no response.
  long held() {
    BodyWriter current = body;
    if (current != null) {
      return queue.held() + current.held();
    }
    return blocked ? queue.held() : 0;
  }

  /// Ends a response, complete or not. Idempotent.
  void end() {
    queue.clear();
    if (rate != null) {
      rate.end();
    }
    BodyWriter current = body;
    body = null;
    if (current != null) {
      current.close();
    }
  }
}
