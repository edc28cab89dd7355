package otus.server.app.explain;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Explanation;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.app.config.Mount;
import otus.server.app.request.RequestWrapper;

/// Records the reasons for one answer in a dry run: those that handlers and filters give, and what
/// each of them did. Changes nothing. Any thread.
public final class ExplainProbe implements Explanation {
  static final String ANSWER = "";

  /// Reasons by header, in the order of the calls.
  private final SortedMap<String, Set<String>> reasons =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private volatile @Nullable Answer settled;

  /// The response of the last handler or filter; null if a filter has not called its handler.
  private volatile @Nullable Response inner;

  private record ExplainedRequest(Request request, Explanation explanation)
      implements RequestWrapper {}

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void because(String reason) {
    because(ANSWER, reason);
  }

  @Override
  public synchronized void because(String header, String reason) {
    if (!reason.isEmpty()) {
      reasons.computeIfAbsent(header, _ -> new LinkedHashSet<>()).add(reason);
    }
  }

  /// Returns the handler of all requests, which are explained.
  public Handler all(Handler all) {
    return request ->
        all.handle(new ExplainedRequest(request, this)).then(answer -> settled = answer);
  }

  /// Returns the handler of a mount, observed.
  public Handler handler(Mount mount, Handler handler) {
    return request -> handler.handle(request).then(answer -> onAnswer(name(mount), answer));
  }

  private Answer onAnswer(String name, Answer answer) {
    because(name + (answer instanceof Answer.Pass ? " declines" : " answers"));
    inner = answer instanceof Response response ? response : null;
    return answer;
  }

  /// Returns the filter of a mount, observed.
  public Filter filter(Mount mount, Filter filter) {
    return (request, next) -> {
      inner = null;
      return filter.filter(request, next).map(response -> onResponse(name(mount), response));
    };
  }

  private Response onResponse(String name, Response after) {
    Response before = inner;
    inner = after;
    if (before == null) {
      because(name + " answers itself without calling a handler");
    } else if (!before.status().equals(after.status())) {
      because(name + " changes the status to " + after.status().code());
    }
    Headers old = before == null ? Headers.empty() : before.headers();
    Headers now = after.headers();
    for (Headers each : List.of(now, old)) {
      each.forEach(
          (header, _) -> {
            if (!Objects.equals(old.combined(header), now.combined(header))) {
              because(header, now.has(header) ? name : "removed by " + name);
            }
          });
    }
    return after;
  }

  private static String name(Mount mount) {
    return mount.where().isEmpty() ? "the directory at /" : mount.where();
  }

  /// Returns the response or pass of the handlers; null if they failed, refused, or took too long.
  @Nullable Answer settled() {
    return settled;
  }

  /// Returns a copy of the reasons by header, sorted; those for the answer have the key [#ANSWER].
  synchronized Map<String, Set<String>> reasons() {
    return new TreeMap<>(reasons);
  }
}
