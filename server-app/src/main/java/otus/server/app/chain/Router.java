package otus.server.app.chain;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.app.config.Mount;
import otus.server.app.request.RequestWrapper;

/// Selects the mount for a path. Stateless; runs on the threads of the handlers.
final class Router {

  private Router() {}

  /// Creates the router. It tries the handlers with the longest matching prefix first, and the next
  /// one if a handler passes.
  ///
  /// @param mounts mounts with their handlers, in the order of the command line; not empty
  static Handler join(List<Mounted> mounts) {
    return mounts.reversed().stream()
        // Sorting is stable, so of equal prefixes the first on the command line is tried first.
        // Its own comparator: those that the JDK makes are linked at every start.
        .sorted((a, b) -> Integer.compare(a.mount.prefix().size(), b.mount.prefix().size()))
        .map(mounted -> mounted.mount.atRoot() ? mounted.handler : mounted)
        .reduce((shorter, longer) -> longer.orElse(shorter))
        .orElseThrow();
  }

  /// A mount and its handler, which sees paths without the prefix of the mount. Passes on requests
  /// for other paths.
  record Mounted(Mount mount, Handler handler) implements Handler {

    @Override
    public Answer handle(Request request) throws Exception {
      Target target = request.target();
      UrlPath path = target.path();
      if (!mount.has(path)) {
        return Answer.pass();
      }
      List<String> segments = path.segments();
      List<String> below = segments.subList(mount.prefix().size(), segments.size());
      UrlPath rest = below.isEmpty() ? UrlPath.ROOT : new UrlPath(below, path.directory());
      Target inner = new Target(rest, target.rawPath(), target.rawQuery());
      return handler.handle(new Below(request, mount.prefix(), inner));
    }
  }

  /// A request whose path lacks the prefix. The prefix is added again to paths that the handler
  /// reports.
  ///
  /// @param request the original request
  private record Below(Request request, List<String> prefix, Target target)
      implements RequestWrapper {

    @Override
    public void servedFrom(UrlPath path) {
      List<String> segments = new ArrayList<>(prefix);
      segments.addAll(path.segments());
      request.servedFrom(new UrlPath(segments, path.directory()));
    }
  }
}
