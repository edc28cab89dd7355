package otus.server.http.h1;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.http.config.HttpLimits;
import otus.server.http.connection.ReceivedBytes;
import otus.server.http.connection.Timeouts;
import otus.server.http.exchange.Exchange;
import otus.server.http.exchange.Generation;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseChannel;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Next;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.codec.BodyDecoder;
import otus.server.http.h1.codec.Framing;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.h1.codec.ResponseFraming;
import otus.server.http.limit.Limit;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.request.ClientConnection;
import otus.server.http.request.RequestBodySource;
import otus.server.http.syntax.Violation;
import otus.server.loop.Endpoint;

/// The exchange of a connection, if there is one: begins it, sends its responses, and then awaits
/// the next request or ends the connection. Owned by the connection, confined to its loop.
final class CurrentExchange {
  private final LoopContext context;
  private final ResponseChannel channel;
  private final ClientConnection client;
  private final Endpoint endpoint;
  private final ConnectionState state;
  private final Timeouts timeouts;
  private final ReceivedBytes received;
  private final RequestParser parser;
  private final ResponseWriter writer;
  private final RequestBodySource.Demand onDemand;

  /// The limits of the connection and of its request bodies; 0 requests = unlimited.
  private int maxRequests;

  private long maxBodySize;

  private @Nullable Exchange exchange;

  /// The head of the exchange, or null if it has not arrived completely.
  private @Nullable Http1Head head;

  /// The memory of this head in bytes.
  private int headMemory;

  /// The body of the last request, until all of it has arrived; null if it has none.
  private @Nullable RequestBodyReader body;

  private long count;

  /// @param channel the sender of later responses
  /// @param client the connection as its requests see it
  /// @param onDemand called when a handler requests a chunk of the request body
  CurrentExchange(
      LoopContext context,
      ResponseChannel channel,
      ClientConnection client,
      Endpoint endpoint,
      ConnectionState state,
      Timeouts timeouts,
      ReceivedBytes received,
      RequestParser parser,
      ResponseWriter writer,
      RequestBodySource.Demand onDemand) {
    this.context = context;
    this.channel = channel;
    this.client = client;
    this.endpoint = endpoint;
    this.state = state;
    this.timeouts = timeouts;
    this.received = received;
    this.parser = parser;
    this.writer = writer;
    this.onDemand = onDemand;
  }

  /// Changes the limits of the requests that begin from now on.
  void limit(HttpLimits limits) {
    maxRequests = limits.connection().maxRequests();
    maxBodySize = limits.requests().maxBodySize();
  }

  /// Begins the exchange of a request, calls the handler, and sends its response if there is one.
  ///
  /// @param readAt a time at which the last byte of the head had arrived, or a later one, in
  ///     nanoseconds of the loop
  void begin(Generation settings, Http1Head request, long readAt) throws IOException {
    head = request;
    headMemory = parser.memory();
    ByteSource content = body(request.framing());
    long started = timeouts.request();
    state.begin(request);
    String protocol = request.http11() ? "HTTP/1.1" : "HTTP/1.0";
    Exchange begun = settings.begin(channel, client, protocol, started);
    exchange = begun;
    count++;
    if (maxRequests > 0 && count >= maxRequests) {
      context.reached().add(Limit.CONNECTION_REQUESTS);
      state.announceShutdown();
    }
    Response response = begun.start(request.request(), readAt, headMemory, content);
    if (response != null) {
      send(response);
    }
  }

  /// Begins to read a request body.
  private ByteSource body(Framing framing) {
    if (framing instanceof Framing.None) {
      return ByteSource.empty();
    }
    RequestBodySource source = new RequestBodySource(context.loop(), onDemand);
    body = new RequestBodyReader(BodyDecoder.of(framing, maxBodySize), source);
    return source;
  }

  /// Returns the current exchange, or a new one for a request that is refused before it has a head.
  private Exchange orBegin() {
    Exchange current = exchange;
    if (current == null) {
      current = context.generation().begin(channel, client, "HTTP/1.1", timeouts.headSince());
      exchange = current;
      count++;
    }
    return current;
  }

  /// Returns the number of exchanges of the connection.
  long count() {
    return count;
  }

  /// Returns whether the handler waits for a chunk of the request body.
  boolean isBodyDemanded() {
    return body != null && body.isDemanded();
  }

  /// Returns the reader of the request body.
  RequestBodyReader body() {
    RequestBodyReader current = body;
    if (current == null) {
      throw new IllegalStateException("no request body");
    }
    return current;
  }

  /// Begins a response.
  void send(Response response) throws IOException {
    ResponseFraming framing = framing(response);
    boolean kept = state.respond(body == null || body.isDiscardable(), framing.kind());
    boolean more = kept && state.is(In.COMPLETE) && !received.isEmpty();
    on(writer.start(response, framing, kept, more));
  }

  private ResponseFraming framing(Response response) {
    Http1Head request = head;
    return request == null
        ? ResponseFraming.of(response, parser.isHeadRequest() ? Method.HEAD : Method.GET, true)
        : ResponseFraming.of(response, request.request().method(), request.http11());
  }

  /// Continues the response, if there is one: the client accepts more, or a chunk has arrived.
  void proceed() throws IOException {
    if (state.is(Out.SENDING)) {
      on(writer.proceed());
    }
  }

  private void on(Progress progress) throws IOException {
    switch (progress) {
      case DONE -> sent();
      case FAILED -> get().replaceFailed();
      case BROKEN -> abort(End.FAILED);
      case BLOCKED, WAITING, YIELDED, PAUSED -> {} // rest() sets the interest and the timeout
    }
  }

  private Exchange get() {
    Exchange current = exchange;
    if (current == null) {
      throw new IllegalStateException("there is no exchange");
    }
    return current;
  }

  private void sent() throws IOException {
    end(true);
    Next next = state.endResponse();
    switch (next) {
      case CLOSE -> finish();
      case DISCARD -> failBody("the response was sent");
      case REQUEST, LAST_CALL -> {
        body = null;
        timeouts.idle(next == Next.LAST_CALL);
      }
    }
  }

  /// The request body has ended after the response was sent.
  void endBody() {
    body = null;
    timeouts.idle(state.endRequest() == Next.LAST_CALL);
  }

  /// Closes the connection after the last response, or only its output until the client closes, too
  /// (RFC 9112 §9.6).
  void finish() throws IOException {
    boolean lingers = state.lingers(received.size());
    state.to(In.FINISHED);
    if (!lingers) {
      endpoint.close();
      return;
    }
    failBody("the response was sent");
    body = null;
    state.to(Out.LINGERING);
    endpoint.shutdownOutput();
    timeouts.linger();
  }

  /// Refuses the current or the next request. No other request is read.
  void refuse(Violation violation) {
    state.to(In.FINISHED);
    orBegin().refuse(violation, parser.requestLine(received.bytes()));
  }

  /// Reports to the handler that the request body is incomplete.
  void failBody(String reason) {
    if (body != null) {
      body.fail(reason);
    }
  }

  /// Responds in place of a handler that has exceeded its timeout.
  void timeOut() {
    failBody("the answer took too long");
    get().timeOut();
  }

  /// Refuses the current or the next request, because the memory of the connection exceeds the
  /// budget.
  void shed() {
    failBody("there is no memory for the request");
    discardInput();
    state.to(In.FINISHED);
    orBegin().shed();
  }

  /// Aborts the connection, because the response cannot be completed, or none is due.
  void abort(End reason) {
    if (exchange != null) {
      exchange.stop(reason);
    }
    endpoint.abort();
  }

  /// Discards the bytes that have arrived; no head is parsed after that.
  void discardInput() {
    received.clear();
    parser.clear();
    headMemory = 0;
  }

  /// Releases the memory that the handler has used, at the end of a callback.
  ///
  /// @return the memory of the request in bytes: its head, and its body as far as it is buffered
  long settle() {
    return body == null ? headMemory : (long) headMemory + body.settle();
  }

  /// Ends the exchange, if any, after its response was sent or the connection was closed.
  ///
  /// @param complete whether the response was sent whole
  void end(boolean complete) {
    Exchange ended = exchange;
    exchange = null;
    head = null;
    headMemory = 0;
    if (ended == null) {
      return;
    }
    if (!complete) {
      ended.stop(context.loop().isEnding() ? End.SERVER_CLOSED : End.CLIENT_CLOSED);
    }
    ended.end();
  }
}
