package otus.server.http.testing;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.WholeBody;

/// The handler of a [TestServer]: records each request when its body has arrived, and calls the
/// next answer of the script, or the handler of the test. Owned by the server; event loops call it,
/// threads of the test read it.
final class Recorder implements Handler {
  /// The maximum size of a request body, which is kept in memory.
  private static final int MAX_BODY = 64 << 20;

  private final Handler otherwise;
  private final Queue<Handler> script = new ConcurrentLinkedQueue<>();
  private final Queue<RecordedRequest> all = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<RecordedRequest> untaken = new LinkedBlockingQueue<>();

  /// @param otherwise answers requests for which no answer is scripted
  Recorder(Handler otherwise) {
    this.otherwise = otherwise;
  }

  void enqueue(List<Handler> answers) {
    script.addAll(answers);
  }

  int unused() {
    return script.size();
  }

  List<RecordedRequest> requests() {
    return List.copyOf(all);
  }

  RecordedRequest take(Duration timeout) throws InterruptedException {
    RecordedRequest next = untaken.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (next == null) {
      throw new AssertionError("no request has arrived within " + timeout);
    }
    return next;
  }

  @Override
  public Answer handle(Request request) {
    return Answer.later(
        WholeBody.readLater(request, MAX_BODY).thenApply(body -> answer(request, body.bytes())));
  }

  private Answer answer(Request request, byte[] body) {
    RecordedRequest recorded = new RecordedRequest(request, body);
    all.add(recorded);
    untaken.add(recorded);
    Request replayed = request.withBody(Replay.of(body));
    Handler next = script.poll();
    Handler first = next == null ? otherwise : next.orElse(otherwise);
    try {
      return first.orElse(_ -> notScripted(recorded, next)).handle(replayed);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  private static Response notScripted(RecordedRequest request, @Nullable Handler passed) {
    String reason = passed == null ? "no answer is scripted for " : "all handlers pass for ";
    return Response.text(Status.NOT_FOUND, reason + request + "\n");
  }
}
