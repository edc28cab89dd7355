package otus.server.app;

import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.UrlPath;

/// A filter for some paths, before a handler of all: it is asked if the path of the request is one
/// of them, or if the answer has the content of one ([Request#servedFrom]). So a filter on
/// `/docs/index.html` guards `/docs/`, too. Why it is done so: ADR 13. Runs wherever the handler
/// does.
///
/// An answer that turns out to be the filter's is closed, and the filter asked, which has the
/// request answered again: keeping the answer would leave it open when the filter refuses, fails,
/// or is given up. It fails closed: what was found without the filter is never sent.
///
/// @param mount the paths
/// @param filtered the filter, with the handler behind it
/// @param next the handler alone
record PathFilter(Mount mount, Handler filtered, Handler next) implements Handler {

  /// A filter before a handler, for all paths or some.
  static Handler before(Handler next, Mount mount, Filter filter) {
    Handler filtered = filter.before(next);
    return mount.atRoot() ? filtered : new PathFilter(mount, filtered, next);
  }

  @Override
  public Answer handle(Request request) throws Exception {
    if (mount.has(request.target().path())) {
      return filtered.handle(request);
    }
    Watched watched = new Watched(request, mount);
    return next.handle(watched).then(settled -> watched.hit ? again(settled, request) : settled);
  }

  private Answer again(Answer settled, Request request) throws Exception {
    Answer answer = filtered.handle(request);
    if (settled instanceof Response response) {
      response.body().close(); // if the filter fails, whoever runs this step closes it
    }
    return answer;
  }

  /// A request whose handler may name a path of the filter's. One request's; the handler writes
  /// before its answer is settled, the filter reads after.
  private static final class Watched implements Wrapped {
    private final Request request;
    private final Mount mount;
    private boolean hit;

    Watched(Request request, Mount mount) {
      this.request = request;
      this.mount = mount;
    }

    @Override
    public Request request() {
      return request;
    }

    @Override
    public void servedFrom(UrlPath path) {
      hit |= mount.has(path);
      request.servedFrom(path);
    }
  }
}
