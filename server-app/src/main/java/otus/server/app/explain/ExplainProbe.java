package otus.server.app.explain;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Explanation;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.StatusException;
import otus.server.app.config.Mount;
import otus.server.app.request.RequestWrapper;

/// Observes handlers and filters in a dry run and records what each of them did, also without
/// reasons of their own. Changes nothing. Any thread.
///
/// @param log receives the observations
public record ExplainProbe(ExplainLog log) {

  private record ExplainedRequest(Request request, Explanation explanation)
      implements RequestWrapper {}

  /// Returns the handler of all requests, which are explained.
  public Handler all(Handler all) {
    return request ->
        all.handle(new ExplainedRequest(request, log))
            .then(
                settled -> {
                  log.settled(settled);
                  return settled;
                });
  }

  /// Returns the handler of a mount, observed.
  public Handler handler(Mount mount, Handler handler) {
    return request -> {
      try {
        return handler
            .handle(request)
            .then(
                settled -> {
                  boolean pass = settled instanceof Answer.Pass;
                  log.because(name(mount) + (pass ? " declines" : " answers"));
                  return settled;
                });
      } catch (StatusException e) {
        log.because(name(mount) + " refuses the request");
        throw e;
      }
    };
  }

  /// Returns the filter of a mount, observed.
  public Filter filter(Mount mount, Filter filter) {
    return (request, next) -> {
      AtomicReference<@Nullable Response> inner = new AtomicReference<>();
      Handler observed =
          seen ->
              next.handle(seen)
                  .map(
                      response -> {
                        inner.set(response);
                        return response;
                      });
      return filter
          .filter(request, observed)
          .map(
              response -> {
                compare(name(mount), inner.get(), response);
                return response;
              });
    };
  }

  private void compare(String name, @Nullable Response before, Response after) {
    if (before == null) {
      log.because(name + " answers itself without calling a handler");
    } else if (!before.status().equals(after.status())) {
      log.because(name + " changes the status to " + after.status().code());
    }
    Headers old = before == null ? Headers.empty() : before.headers();
    Headers now = after.headers();
    for (int i = 0; i < now.size(); i++) {
      if (!Objects.equals(old.combined(now.name(i)), now.combined(now.name(i)))) {
        log.because(now.name(i), name);
      }
    }
    for (int i = 0; i < old.size(); i++) {
      if (!now.has(old.name(i))) {
        log.because(old.name(i), "removed by " + name);
      }
    }
  }

  private static String name(Mount mount) {
    return mount.where().isEmpty() ? "the directory at /" : mount.where();
  }
}
