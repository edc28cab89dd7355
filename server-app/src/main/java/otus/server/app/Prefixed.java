package otus.server.app;

import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// A handler that has only the paths below a prefix, and sees them without it; it passes the rest.
/// Runs wherever the handler does.
///
/// Prefixes are compared by whole, decoded segments: `/api` has `/api` and `/api/x`, not `/apix`.
///
/// @param prefix at least one segment
/// @param handler is asked
record Prefixed(List<String> prefix, Handler handler) implements Handler {

  /// Joins handlers: each is asked when those before it passed.
  ///
  /// @param mounts each with its handler, in the order of the command line
  static Handler join(List<Mounted> mounts) {
    List<Mounted> shortestFirst =
        // Stable, and so is reversing before and after: of equal ones the first is asked first.
        mounts.reversed().stream()
            .sorted((a, b) -> Integer.compare(a.mount.prefix().size(), b.mount.prefix().size()))
            .toList();
    Handler all = shortestFirst.getFirst().paths();
    for (Mounted mounted : shortestFirst.subList(1, shortestFirst.size())) {
      all = mounted.paths().orElse(all);
    }
    return all;
  }

  @Override
  public Answer handle(Request request) throws Exception {
    Target target = request.target();
    UrlPath path = target.path();
    int depth = prefix.size();
    List<String> segments = path.segments();
    if (segments.size() < depth || !segments.subList(0, depth).equals(prefix)) {
      return Answer.pass();
    }
    List<String> below = segments.subList(depth, segments.size());
    UrlPath rest = below.isEmpty() ? UrlPath.ROOT : new UrlPath(below, path.directory());
    return handler.handle(
        new MountedRequest(request, new Target(rest, target.rawPath(), target.rawQuery())));
  }

  /// A handler that was made for a mount.
  record Mounted(Mount mount, Handler handler) {

    private Handler paths() {
      return mount.atRoot() ? handler : new Prefixed(mount.prefix(), handler);
    }
  }
}
