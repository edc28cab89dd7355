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

/// Records the effect of each handler and filter, including those that give no reasons themselves.
/// Does not change any answer. Used for `--explain` only; runs on the threads of the handlers.
///
/// @param log log for the effects
public record ExplainProbe(ExplainLog log) {

  /// Wraps the outermost handler: marks its requests as explained, and records its final answer.
  public Handler all(Handler all) {
    return request ->
        all.handle(new ExplainedRequest(request, log))
            .then(
                settled -> {
                  log.settled(settled);
                  return settled;
                });
  }

  /// Wraps the handler of a mount: records whether it answers, passes or refuses.
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

  /// Wraps the filter of a mount: records the changes that it makes to a response.
  public Filter filter(Mount mount, Filter filter) {
    return (request, next) -> {
      AtomicReference<@Nullable Response> inner = new AtomicReference<>();
      Handler seen =
          inward ->
              next.handle(inward)
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
