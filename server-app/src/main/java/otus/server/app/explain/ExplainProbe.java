package otus.server.app.explain;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.StatusException;
import otus.server.app.config.Mount;

/// Looks over the shoulders of handlers and filters, and notes which of them has done what: also of
/// those that give no reasons themselves. It changes nothing. Runs wherever they do; there is none
/// in a server that serves.
///
/// @param log what it notes
public record ExplainProbe(ExplainLog log) {

  /// The handler of everything, whose requests are explained.
  public Handler all(Handler all) {
    return request ->
        all.handle(new ExplainedRequest(request, log))
            .then(
                settled -> {
                  log.settled(settled);
                  return settled;
                });
  }

  /// A handler that was made for a mount.
  public Handler handler(Mount mount, Handler handler) {
    return request -> {
      try {
        return handler.handle(request).then(settled -> noted(mount, settled));
      } catch (StatusException e) {
        log.because(name(mount) + " refuses the request");
        throw e;
      }
    };
  }

  private Answer noted(Mount mount, Answer settled) {
    log.because(name(mount) + (settled instanceof Answer.Pass ? " declines" : " answers"));
    return settled;
  }

  /// A filter that was made for a mount.
  public Filter filter(Mount mount, Filter filter) {
    return (request, next) -> {
      AtomicReference<@Nullable Response> inner = new AtomicReference<>();
      Handler seen =
          asked ->
              next.handle(asked)
                  .map(
                      response -> {
                        inner.set(response);
                        return response;
                      });
      return filter
          .filter(request, seen)
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
