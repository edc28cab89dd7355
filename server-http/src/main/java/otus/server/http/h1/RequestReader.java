package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.http.config.HttpLimits;
import otus.server.http.connection.ReceivedBytes;
import otus.server.http.connection.Successor;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h1.codec.BodyDecoder;
import otus.server.http.h1.codec.Framing;
import otus.server.http.h1.codec.HeadCache;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.h1.codec.ResponseFraming;
import otus.server.http.request.RequestBodySource;
import otus.server.loop.Endpoint;
import otus.server.loop.EventLoop;

/// Reads the requests of one connection: its bytes become heads, and chunks of the request body for
/// the handler that requests them. Owned by the connection, which reads while
/// [ConnectionState#wantsInput] is true; confined to its loop.
final class RequestReader {
  /// The maximum number of bytes of later requests that are kept while one is being answered.
  private static final int MAX_PIPELINED = 16 * 1024;

  /// The maximum number of bytes of a request body that are discarded to keep the connection.
  private static final long MAX_DISCARDED = 256 * 1024;

  private final EventLoop loop;
  private final LoopContext context;
  private final HeadCache heads;
  private final RequestBodySource.Demand onDemand;
  private HttpLimits limits;
  private final ReceivedBytes received;
  private RequestParser parser;
  private @Nullable Http1Head head;
  private @Nullable BodyDecoder decoder;
  private @Nullable RequestBodySource body;
  private long discarded;

  /// Memory in bytes of the head that is being read or answered.
  private int headMemory;

  /// @param heads the heads that connections of the loop have parsed
  /// @param onDemand called when a handler requests a chunk of the request body
  RequestReader(LoopContext context, HeadCache heads, RequestBodySource.Demand onDemand) {
    this.onDemand = onDemand;
    this.heads = heads;
    loop = context.loop();
    this.context = context;
    received = new ReceivedBytes(loop);
    limits = context.limits();
    parser = new RequestParser(limits.requests(), heads);
  }

  /// Reads the bytes that have arrived.
  ///
  /// @return the number of bytes, or -1 at the end of the input
  int read(Endpoint endpoint) throws IOException {
    return received.read(endpoint);
  }

  /// Returns whether the request line is that of another protocol.
  boolean isFor(Successor other) {
    return requestLine().equals(other.requestLine());
  }

  /// Returns the bytes that were not parsed.
  ReceivedBytes received() {
    return received;
  }

  /// Returns the number of bytes that were read since the last call.
  long takeReceived() {
    return received.takeReceived();
  }

  /// Returns the number of unparsed bytes.
  int size() {
    return received.size();
  }

  /// Returns whether more of later requests may be kept.
  boolean hasRoom() {
    return received.size() < MAX_PIPELINED;
  }

  /// Returns whether a part of a head has arrived.
  boolean hasBegun() {
    return parser.hasBegun() || received.size() > 0;
  }

  /// Returns the buffer of the loop at the end of a callback.
  ///
  /// @return the memory of the reader in bytes: unparsed bytes, the head, the request body
  long settle() {
    long held = (long) received.keep() + headMemory;
    RequestBodySource current = body;
    if (current != null) {
      current.settle();
      held += current.held();
    }
    return held;
  }

  /// Returns the framing of a response to the current request, or to one that was refused.
  ResponseFraming framing(Response response) {
    Http1Head request = head;
    return request == null
        ? ResponseFraming.of(response, parser.isHeadRequest() ? Method.HEAD : Method.GET, true)
        : ResponseFraming.of(response, request.request().method(), request.http11());
  }

  /// Parses the bytes of a head that have arrived.
  RequestParser.Result parse() {
    if (limits != context.limits() && !parser.hasBegun()) {
      limits = context.limits(); // they were replaced since the last request
      parser = new RequestParser(limits.requests(), heads);
    }
    received.mark(parser.hasBegun());
    RequestParser.Result parsed = parser.parse(received.bytes());
    headMemory = parser.memory();
    return parsed;
  }

  /// Returns the request line, or the part of it that was read.
  String requestLine() {
    return parser.requestLine(received.bytes());
  }

  /// Returns a time at which the last byte of the head that was just parsed had arrived, or a later
  /// one, in nanoseconds of the loop.
  long headAt() {
    return received.arrivedAt();
  }

  /// Returns the memory of the head in bytes.
  int headMemory() {
    return headMemory;
  }

  /// Begins to read a request body.
  ///
  /// @return the source of the body for the handler
  ByteSource begin(Http1Head request) {
    head = request;
    if (request.framing() instanceof Framing.None) {
      return ByteSource.empty();
    }
    decoder = BodyDecoder.of(request.framing(), limits.requests().maxBodySize());
    RequestBodySource source = new RequestBodySource(loop, onDemand);
    body = source;
    return source;
  }

  /// Returns whether the handler waits for a chunk.
  boolean isDemanded() {
    return body != null && body.isDemanded();
  }

  /// Decodes more of the request body, and delivers it to the handler if the handler waits for it.
  BodyDecoder.Event decode() {
    BodyDecoder decoding = decoder;
    RequestBodySource current = body;
    if (decoding == null || current == null) {
      throw new IllegalStateException("no request body");
    }
    BodyDecoder.Event event = decoding.decode(received.bytes());
    if (event instanceof BodyDecoder.Data(ByteBuffer data) && current.isDemanded()) {
      current.deliver(data);
    } else if (event instanceof BodyDecoder.End(var trailers)) {
      current.end(trailers);
    }
    return event;
  }

  /// Returns whether the rest of the request body may be small enough to be discarded, as far as is
  /// known.
  boolean isDiscardable() {
    return decoder == null
        || decoder.outstanding() <= MAX_DISCARDED
        || decoder.outstanding() == Long.MAX_VALUE;
  }

  /// Counts discarded bytes of a request body.
  ///
  /// @return false if they are too many
  boolean discard(int bytes) {
    discarded += bytes;
    return discarded <= MAX_DISCARDED;
  }

  /// Reports to the handler that the request body is incomplete.
  void fail(String reason) {
    if (body != null) {
      body.fail(new IOException(reason));
    }
  }

  /// Ends a request; the remaining bytes belong to the next one.
  void next() {
    head = null;
    decoder = null;
    body = null;
    discarded = 0;
    headMemory = 0;
  }

  /// Discards the remaining bytes; no head is parsed after that.
  void clear() {
    received.clear();
    parser.clear();
    headMemory = 0;
  }
}
