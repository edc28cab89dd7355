package otus.server.app.chain;

import java.util.BitSet;
import java.util.List;
import otus.server.api.Answer;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.app.config.Mount;
import otus.server.app.request.RequestWrapper;

/// The filters around all handlers. A filter with a path prefix applies if the request's path has
/// that prefix, or if the response is served from such a path ([Request#servedFrom]): a filter on
/// `/docs/index.html` guards `/docs/`, too. For the reasons see ADR 13. Runs on the threads of the
/// handlers.
///
/// Handlers report the path that they serve from. If a filter for that path was not applied, the
/// response is closed, and the request is handled again with that filter included. The chain fails
/// closed: inside all filters, a response is withheld until every filter for it has been applied.
///
/// @param filters filters, the outermost first
/// @param handlers the handler inside all filters
record FilterChain(List<Scoped> filters, Handler handlers) implements Handler {
  private static final Response WITHHELD = Response.of(Status.INTERNAL_SERVER_ERROR);

  /// A filter and its mount, which may have a path prefix.
  record Scoped(Mount mount, Filter filter) {}

  /// Puts filters around a handler.
  ///
  /// @param filters filters, the outermost first
  static Handler before(Handler handlers, List<Scoped> filters) {
    if (!filters.stream().allMatch(scoped -> scoped.mount.atRoot())) {
      return new FilterChain(filters, handlers);
    }
    Handler all = handlers;
    for (Scoped scoped : filters.reversed()) {
      all = scoped.filter.before(all);
    }
    return all;
  }

  @Override
  public Answer handle(Request request) throws Exception {
    return apply(request, new BitSet());
  }

  private BitSet filtersFor(UrlPath path) {
    BitSet some = new BitSet(filters.size());
    for (int i = 0; i < filters.size(); i++) {
      some.set(i, filters.get(i).mount.has(path));
    }
    return some;
  }

  /// @param forced indexes of filters that apply to every path
  private Answer apply(Request request, BitSet forced) throws Exception {
    Named named = new Named(request);
    BitSet applied = (BitSet) forced.clone();
    return chain(forced, applied)
        .handle(named)
        .then(
            settled -> {
              if (named.areWithin(applied)) {
                return settled;
              }
              BitSet more = (BitSet) applied.clone();
              more.or(named.filters);
              Answer answer =
                  apply(request, more); // terminates: each time at least one more filter
              close(settled);
              return answer;
            });
  }

  /// @param applied receives the indexes of filters that apply because of the request's path, which
  ///     an outer filter may have changed
  private Handler chain(BitSet forced, BitSet applied) {
    Handler all =
        request -> {
          Named named = new Named(request);
          return handlers
              .handle(named)
              .then(settled -> named.areWithin(applied) ? settled : withheld(settled));
        };
    for (int i = filters.size() - 1; i >= 0; i--) {
      all = forced.get(i) ? filters.get(i).filter.before(all) : byPath(i, all, applied);
    }
    return all;
  }

  private Handler byPath(int i, Handler next, BitSet applied) {
    Scoped scoped = filters.get(i);
    return request -> {
      if (!scoped.mount.has(request.target().path())) {
        return next.handle(request);
      }
      applied.set(i);
      return scoped.filter.filter(request, next);
    };
  }

  private static Answer withheld(Answer settled) {
    close(settled);
    return WITHHELD;
  }

  private static void close(Answer settled) {
    if (settled instanceof Response response) {
      response.body().close();
    }
  }

  /// A request that records the filters for the paths that its handlers serve from. Written before
  /// the answer is settled, read after.
  private final class Named implements RequestWrapper {
    private final Request request;
    private final BitSet filters = new BitSet();

    Named(Request request) {
      this.request = request;
    }

    @Override
    public Request request() {
      return request;
    }

    @Override
    public void servedFrom(UrlPath path) {
      filters.or(filtersFor(path));
      request.servedFrom(path);
    }

    /// Returns whether all recorded filters have been applied.
    boolean areWithin(BitSet applied) {
      BitSet missing = (BitSet) filters.clone();
      missing.andNot(applied);
      return missing.isEmpty();
    }
  }
}
