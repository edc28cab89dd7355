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

/// A handler that has only the paths below a prefix, and sees them without it; it passes the rest.
/// Runs wherever the handler does.
///
/// @param mount has a prefix of at least one segment
/// @param handler is asked
record PrefixHandler(Mount mount, Handler handler) implements Handler {

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
    if (!mount.has(path)) {
      return Answer.pass();
    }
    List<String> segments = path.segments();
    List<String> below = segments.subList(mount.prefix().size(), segments.size());
    UrlPath rest = below.isEmpty() ? UrlPath.ROOT : new UrlPath(below, path.directory());
    Target inner = new Target(rest, target.rawPath(), target.rawQuery());
    return handler.handle(new Below(request, mount.prefix(), inner));
  }

  /// A request without the prefix. What the handler says of other paths is said with it.
  ///
  /// @param request as it came
  private record Below(Request request, List<String> prefix, Target target)
      implements RequestWrapper {

    @Override
    public void servedFrom(UrlPath path) {
      List<String> segments = new ArrayList<>(prefix);
      segments.addAll(path.segments());
      request.servedFrom(new UrlPath(segments, path.directory()));
    }
  }

  /// A handler that was made for a mount.
  record Mounted(Mount mount, Handler handler) {

    private Handler paths() {
      return mount.atRoot() ? handler : new PrefixHandler(mount, handler);
    }
  }
}
