package otus.server.http.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.ByteSource;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.StageFailure;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.fields.LogValue;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.monitor.LoopListener;
import otus.server.http.request.ClientConnection;
import otus.server.http.request.HttpRequest;
import otus.server.http.syntax.RequestHead;
import otus.server.http.syntax.Violation;
import otus.server.loop.SafeLog;
import otus.server.loop.address.AddressText;

/// One request and its response, from the head to the last byte, for any version of HTTP.
/// Owned by its [ResponseChannel], confined to the loop.
///
/// The exchange calls the handler and follows its answers until there is a response. Each way to
/// settle ends in a response: a pass is a 404, a failure a 500, a timeout a 503. Later answers and
/// blocking work come back to the loop as tasks, one step each, so a chain of answers of any length
/// takes no stack.
public final class Exchange {
  private static final Logger LOG = System.getLogger(Exchange.class.getName());

  private final LoopContext context;
  private final Generation generation;
  private final ResponseChannel channel;
  private final ClientConnection connection;
  private final String protocol;

  /// The time at which the first byte of the head was read, in nanoseconds of the loop.
  private final long started;

  /// The id of the request, or null if requests have none.
  private final @Nullable RequestId id;

  private @Nullable HttpRequest request;
  private String partialLine = "";

  /// Memory of the request and of a thread for blocking work, in bytes.
  private int memory;

  /// The answer that the exchange waits for, if it does.
  private @Nullable PendingAnswer pending;

  /// The answer that the exchange waits for no longer, if there is one.
  private @Nullable PendingAnswer cancelled;

  /// Whether the handler is being called, and the response that was settled meanwhile.
  private boolean starting;
  private @Nullable Response settled;
  private int status;

  /// The key under which the client is counted, or null if it is not.
  private @Nullable Long counted;

  /// The reason why the response is not that of the handler, or is incomplete; otherwise null.
  private @Nullable End trouble;

  /// Creates an exchange; see [Generation#begin].
  Exchange(
      Generation generation,
      ResponseChannel channel,
      ClientConnection connection,
      String protocol,
      long started) {
    this.generation = generation;
    context = generation.context;
    id = generation.ids == null ? null : new RequestId(generation.ids);
    this.channel = channel;
    this.connection = connection;
    this.protocol = protocol;
    this.started = started;
  }

  /// Calls the handler.
  ///
  /// @param readAt the time of [Request#readAt]
  /// @param memory the memory of the head in bytes
  /// @param body the source of the request body
  /// @return the response, owned by the caller, or null if it is delivered to the channel later
  public @Nullable Response start(RequestHead head, long readAt, int memory, ByteSource body) {
    this.memory = memory + BlockingSlots.THREAD;
    starting = true;
    HttpRequest begun =
        generation.trustsProxies
            ? HttpRequest.of(head, readAt, body, connection, generation.proxies)
            : HttpRequest.direct(head, readAt, body, connection);
    request = begun;
    Request identified = id == null ? begun : id.on(begun);
    if (!generation.limitsClients || isAdmitted(begun)) {
      call(identified);
    }
    starting = false;
    Response response = settled;
    settled = null;
    return response;
  }

  /// Returns whether the client is within its limits; if not, the request is refused.
  private boolean isAdmitted(HttpRequest begun) {
    var admission = context.admit(begun.peer(), connection, generation.proxies);
    counted = admission.counted();
    if (!admission.isRefused()) {
      return true;
    }
    settle(
        Response.of(Status.TOO_MANY_REQUESTS)
            .withHeader("Retry-After", "" + admission.retryAfter()));
    return false;
  }

  private void call(Request request) {
    Answer answer;
    try {
      answer = generation.handler.handle(request);
    } catch (Throwable e) {
      fail(e);
      return;
    }
    follow(answer);
  }

  /// Responds to a request that breaks a rule, in place of the handler if the handler was called.
  ///
  /// @param requestLine the part of the request line that arrived, if there is no head
  public void refuse(Violation violation, String requestLine) {
    reject(violation, requestLine);
    settle(Response.of(violation.status()));
  }

  /// Stops a request that breaks a rule, without a response; the record has the status of the rule.
  public void reject(Violation violation, String requestLine) {
    LOG.log(
        Level.DEBUG,
        () -> "event=refused reason=" + violation + " peer=" + AddressText.of(connection.peer()));
    partialLine = requestLine;
    context.reached().add(violation);
    stop(violation == Violation.REQUEST_TIMEOUT ? End.TIMED_OUT : End.REFUSED);
    status = status == 0 ? violation.status().code() : status;
  }

  /// Responds in place of a handler that has exceeded its timeout.
  public void timeOut() {
    double seconds = generation.limits.handlers().answerTimeout().toMillis() / 1000.0;
    LOG.log(Level.WARNING, "event=answer-timeout" + methodAndPath() + " seconds=" + seconds);
    stop(End.TIMED_OUT);
    settle(Response.of(Status.SERVICE_UNAVAILABLE));
  }

  /// Responds in place of a handler because memory has run out.
  public void shed() {
    stop(End.SERVER_CLOSED);
    settle(Response.of(Status.SERVICE_UNAVAILABLE));
  }

  /// Responds in place of a response whose body failed before its first byte was sent.
  public void replaceFailed() {
    settle(Response.of(Status.INTERNAL_SERVER_ERROR));
  }

  /// Ends the exchange, because its response cannot be completed. The first reason is recorded.
  public void stop(End reason) {
    trouble = trouble == null ? reason : trouble;
    cancel();
  }

  /// Cancels the handler: blocking work is interrupted, and a response that arrives later is
  /// closed.
  private void cancel() {
    assert context.loop().inLoop();
    PendingAnswer current = pending;
    pending = null;
    if (current != null) {
      current.cancel();
      cancelled = current;
    }
  }

  /// Returns whether blocking work of this exchange may still run, though its answer is not needed.
  public boolean isWorking() {
    return cancelled != null && cancelled.isWorking();
  }

  /// Ends this exchange, after the response was sent or the connection was closed. Called once.
  public void end() {
    if (counted != null) {
      context.leave(counted);
    }
    generation.leave();
    LoopListener listener = generation.listener;
    if (listener != null && listener.usesExchanges()) {
      listener.onExchange(record());
    }
  }

  private ExchangeRecord record() {
    HttpRequest current = request;
    return new ExchangeRecord(
        current == null ? connection.peer() : current.peer(),
        current,
        partialLine,
        id == null ? null : id.get(),
        protocol,
        status,
        channel.bodyBytes(),
        started,
        context.loop().readNanoTime() - started,
        trouble == null ? End.COMPLETE : trouble);
  }

  private String methodAndPath() {
    HttpRequest current = request;
    return current == null
        ? ""
        : " method=" + current.method().name() + " path=" + LogValue.of(current.target().rawPath());
  }

  private void follow(@Nullable Answer answer) {
    if (answer instanceof Response response) {
      settle(response);
    } else if (answer instanceof Answer.Pass) {
      settle(passed());
    } else if (answer instanceof Answer.Later(var stage, var then)) {
      PendingAnswer later = new PendingAnswer(this, context, then, 0);
      pending = later;
      later.await(stage);
    } else if (answer instanceof Answer.Blocking(var work, var then)) {
      PendingAnswer blocking = new PendingAnswer(this, context, then, memory);
      pending = blocking;
      if (!blocking.start(work)) {
        pending = null;
        settle(Response.of(Status.SERVICE_UNAVAILABLE).withHeader("Retry-After", "1"));
      }
    } else {
      fail(new NullPointerException("a handler returned null"));
    }
  }

  private void settle(Response response) {
    status = response.status().code();
    Response filled = status < 300 ? response : ErrorPages.fill(response, request);
    Response identified = id == null ? filled : id.on(filled);
    if (starting) {
      settled = identified;
    } else {
      channel.respond(identified);
    }
  }

  /// Returns the response if every handler has passed.
  private Response passed() {
    return request != null && request.target().asterisk()
        ? Response.of(Status.NO_CONTENT) // RFC 9110 §9.3.7: it is about the server
        : Response.of(Status.NOT_FOUND);
  }

  /// Continues when a pending answer has arrived. Called by the pending answer.
  void resume(@Nullable Answer answer, @Nullable Throwable failure, Answer.Step then) {
    pending = null;
    if (failure != null) {
      fail(failure);
      return;
    }
    Answer next;
    try {
      next = answer == null ? null : answer.then(then);
    } catch (Throwable e) {
      fail(e); // the response it was given has closed its body
      return;
    }
    follow(next);
  }

  private void fail(Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    if (cause instanceof IntendedBreakException) {
      context.loop().execute(channel::abort); // later: the channel may be calling the handler
    } else if (cause instanceof StatusException refused) {
      settle(ErrorPages.rejection(refused, failure, methodAndPath(), request));
    } else {
      SafeLog.log(LOG, Level.ERROR, "event=handler-failed" + methodAndPath(), cause);
      settle(Response.of(Status.INTERNAL_SERVER_ERROR));
    }
  }
}
