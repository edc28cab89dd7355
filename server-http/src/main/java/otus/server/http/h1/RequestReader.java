package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.RequestBodySource;
import otus.server.http.h1.codec.BodyDecoder;
import otus.server.http.h1.codec.BodyEvent;
import otus.server.http.h1.codec.Framing;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.ParseResult;
import otus.server.http.h1.codec.RequestParser;
import otus.server.loop.Endpoint;

/// What comes in on one connection: its bytes, made into heads, and into content for the handler
/// that asks for it. Owned by the connection, which decides when; confined to its loop.
final class RequestReader {
  /// How many bytes of later requests are taken in while one is being answered.
  private static final int MAX_PIPELINED = 16 * 1024;

  /// Up to this, content that no handler wanted is read away to keep the connection.
  private static final long MAX_DISCARDED = 256 * 1024;

  private final LoopContext http;
  private final Runnable onDemand;
  private final ReceiveBuffer inbox = new ReceiveBuffer();
  private final RequestParser parser;
  private @Nullable BodyDecoder decoder;
  private @Nullable RequestBodySource content;
  private boolean ended;
  private boolean continueDue;
  private long discarded;
  private long received;

  /// What the head takes that is under way, or being answered.
  private int head;

  /// @param onDemand called on the loop when a handler asks for content
  RequestReader(LoopContext http, Runnable onDemand) {
    this.http = http;
    this.onDemand = onDemand;
    HttpLimits limits = http.limits();
    parser = new RequestParser(limits.target(), limits.head(), limits.fields(), limits.content());
  }

  /// Reads what there is, and returns how many bytes that was.
  int read(Endpoint endpoint) throws IOException {
    int count = inbox.read(endpoint);
    ended |= count < 0;
    received += Math.max(0, count);
    return Math.max(0, count);
  }

  /// How many bytes were read in all.
  long received() {
    return received;
  }

  /// Whether the client has finished: nothing comes after what is here.
  boolean hasEnded() {
    return ended;
  }

  /// How many bytes are here that were not understood yet.
  int size() {
    return inbox.size();
  }

  /// Whether more of later requests is taken in while one is being answered.
  boolean hasRoom() {
    return inbox.size() < MAX_PIPELINED;
  }

  /// Whether a part of a head is here.
  boolean hasBegun() {
    return parser.begun() || inbox.size() > 0;
  }

  /// Gives the loop's buffer back; called at the end of each callback.
  void settle() {
    inbox.settle();
    RequestBodySource current = content;
    if (current != null) {
      current.settle();
    }
  }

  /// How many bytes of memory it takes, once it is settled: what has arrived and is not understood
  /// yet, the head that is under way or being answered, and content.
  long held() {
    RequestBodySource current = content;
    return (long) inbox.held() + head + (current == null ? 0 : current.held());
  }

  /// Whether the request that came last asks for `HEAD`, also if it was refused.
  boolean asksForHead() {
    return parser.asksForHead();
  }

  /// Goes on with a head.
  ParseResult parse() {
    ParseResult parsed = parser.parse(inbox.bytes());
    head = parser.weight();
    return parsed;
  }

  /// What the head takes in memory that is under way, or being answered, in bytes.
  int headWeight() {
    return head;
  }

  /// Begins with the content of a request, and returns what its handler pulls from.
  ByteSource begin(Http1Head message) {
    if (message.framing() instanceof Framing.None) {
      return ByteSource.empty();
    }
    decoder = BodyDecoder.of(message.framing(), http.limits().content());
    content = new RequestBodySource(http.loop(), onDemand);
    continueDue = message.expectsContinue();
    return content;
  }

  /// Whether the handler waits for content.
  boolean isDemanded() {
    return content != null && content.isDemanded();
  }

  /// Whether the client holds its content back until it is asked for; true once.
  boolean takeContinueDue() {
    boolean due = continueDue && inbox.isEmpty();
    continueDue = false;
    return due;
  }

  /// Goes on with the content, and hands it to the handler, if that has asked for it.
  BodyEvent decode() {
    BodyDecoder decoding = decoder;
    RequestBodySource current = content;
    if (decoding == null || current == null) {
      throw new IllegalStateException("no content");
    }
    BodyEvent event = decoding.decode(inbox.bytes());
    if (event instanceof BodyEvent.Data(ByteBuffer bytes) && current.isDemanded()) {
      current.deliver(bytes);
    } else if (event instanceof BodyEvent.End(var trailers)) {
      current.end(trailers);
    }
    return event;
  }

  /// Whether the content that is left is certain to come and not too much to throw away, as far as
  /// one can know: what was not asked for may come or not (RFC 9110 §10.1.1).
  boolean isWorthDiscarding() {
    return decoder == null
        || (!continueDue
            && (decoder.outstanding() <= MAX_DISCARDED || decoder.outstanding() == Long.MAX_VALUE));
  }

  /// Throws away so many bytes of content; false if that becomes too much.
  boolean discard(int bytes) {
    discarded += bytes;
    return discarded <= MAX_DISCARDED;
  }

  /// Tells the handler that no more content comes.
  void fail(String reason) {
    if (content != null) {
      content.fail(new IOException(reason));
    }
  }

  /// Ends a request; what is here belongs to the next.
  void next() {
    decoder = null;
    content = null;
    continueDue = false;
    discarded = 0;
    head = 0;
  }

  /// Drops what is here; no head comes after that.
  void clear() {
    inbox.clear();
    parser.clear();
    head = 0;
  }
}
