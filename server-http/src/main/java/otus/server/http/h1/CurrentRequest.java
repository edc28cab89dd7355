package otus.server.http.h1;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.exchange.ErrorPages;
import otus.server.http.exchange.Exchange;
import otus.server.http.exchange.HttpRequest;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ResponseListener;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.ResponseFraming;
import otus.server.http.syntax.Violation;
import otus.server.loop.Endpoint;

/// The request that a connection is about, if there is one, and its way to a response: whatever
/// comes of it is a response in the end. Owned by the connection, confined to its loop; never sends
/// anything itself.
final class CurrentRequest implements ResponseListener {
  private static final Logger LOG = System.getLogger(CurrentRequest.class.getName());

  private final LoopContext http;
  private final Endpoint endpoint;
  private final Consumer<Response> onResponse;
  private @Nullable Http1Head message;

  /// Null if the response is here, or nobody waits for it.
  private @Nullable Exchange exchange;

  /// Whether a response is waited for; also while the handler is being called.
  private boolean waitingOn;

  /// @param onResponse called on the loop with the response, whose body is the receiver's
  CurrentRequest(LoopContext http, Endpoint endpoint, Consumer<Response> onResponse) {
    this.http = http;
    this.endpoint = endpoint;
    this.onResponse = onResponse;
  }

  /// Its head; null if there is no request.
  @Nullable Http1Head message() {
    return message;
  }

  /// Has a request answered, now or later.
  ///
  /// @param weight what its head takes in memory, in bytes
  void begin(Http1Head parsed, int weight, ByteSource content) {
    message = parsed;
    waitingOn = true;
    HttpRequest request = new HttpRequest(parsed, content, endpoint.peer());
    Exchange started = http.dispatcher().dispatch(request, weight, this);
    if (waitingOn) {
      exchange = started;
    }
  }

  /// Gives up the response, if it is waited for. Idempotent.
  void cancel() {
    waitingOn = false;
    Exchange current = exchange;
    exchange = null;
    if (current != null) {
      current.cancel();
    }
  }

  /// Gives up the response to a request that is refused, or to none, and says so in the log.
  void refuse(Violation violation) {
    LOG.log(Level.DEBUG, () -> "event=refused reason=" + violation + " peer=" + endpoint.peer());
    cancel();
  }

  /// Gives up a response that takes too long, and says so in the log.
  void giveUp() {
    Http1Head current = message;
    if (current != null) {
      LOG.log(
          Level.WARNING,
          "event=answer-timeout method="
              + current.method().name()
              + " path="
              + current.target().rawPath()
              + " seconds="
              + http.limits().answers().time().toMillis() / 1000.0);
    }
    cancel();
  }

  /// Gives up everything: the loop may refer to a closed connection until the end of its turn, and
  /// close many in one.
  void close() {
    cancel();
    end();
  }

  /// Ends it: there is no request.
  void end() {
    message = null;
  }

  /// How a response to it is delivered.
  ///
  /// @param head whether what is no request, because it was refused, asked for `HEAD`
  ResponseFraming framing(Response response, boolean head) {
    Http1Head current = message;
    return current == null
        ? ResponseFraming.of(response, head ? Method.HEAD : Method.GET, true)
        : ResponseFraming.of(response, current.method(), current.http11());
  }

  @Override
  public void onResponse(Response response) {
    waitingOn = false;
    exchange = null;
    onResponse.accept(ErrorPages.fill(response));
  }

  @Override
  public void onPass() {
    Http1Head current = message;
    boolean aboutServer = current != null && current.target().asterisk();
    onResponse(aboutServer ? Response.of(Status.NO_CONTENT) : ErrorPages.of(Status.NOT_FOUND));
  }

  @Override
  public void onRefusal(Status status) {
    onResponse(ErrorPages.of(status));
  }

  @Override
  public void onBusy() {
    onResponse(ErrorPages.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "1"));
  }

  @Override
  public void onFailure() {
    onResponse(ErrorPages.of(Status.INTERNAL_SERVER_ERROR));
  }
}
