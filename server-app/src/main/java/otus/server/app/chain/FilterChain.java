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

/// The filters before all handlers. One for some paths is asked if the path of the request is one
/// of them, or if the answer has the content of one ([Request#servedFrom]): a filter on
/// `/docs/index.html` guards `/docs/`, too. Why it is done so: ADR 13. Runs wherever the handlers
/// do.
///
/// The handlers name such a path when they answer. If a filter for it was not asked, the answer is
/// closed, and the request begins anew, with that filter in its place. It fails closed: innermost,
/// before any filter can see it, an answer is withheld until all filters for it were asked.
final class FilterChain implements Handler {
  private static final Response WITHHELD = Response.of(Status.INTERNAL_SERVER_ERROR);

  private final List<Scoped> filters;
  private final Handler handlers;

  private FilterChain(List<Scoped> filters, Handler handlers) {
    this.filters = List.copyOf(filters);
    this.handlers = handlers;
  }

  /// A filter that was made for some paths, or for all.
  record Scoped(Mount mount, Filter filter) {}

  /// Filters before a handler.
  ///
  /// @param filters the first is the outermost
  static Handler before(Handler handlers, List<Scoped> filters) {
    for (Scoped scoped : filters) {
      if (!scoped.mount.atRoot()) {
        return new FilterChain(filters, handlers);
      }
    }
    Handler all = handlers;
    for (Scoped scoped : filters.reversed()) {
      all = scoped.filter.before(all);
    }
    return all;
  }

  @Override
  public Answer handle(Request request) throws Exception {
    return ask(request, new BitSet());
  }

  private BitSet filtersOf(UrlPath path) {
    BitSet some = new BitSet(filters.size());
    for (int i = 0; i < filters.size(); i++) {
      some.set(i, filters.get(i).mount.has(path));
    }
    return some;
  }

  /// @param forced the filters that are asked whatever the path
  private Answer ask(Request request, BitSet forced) throws Exception {
    Named named = new Named(request);
    BitSet asked = (BitSet) forced.clone();
    return chain(forced, asked)
        .handle(named)
        .then(
            settled -> {
              if (named.areWithin(asked)) {
                return settled;
              }
              BitSet more = (BitSet) asked.clone();
              more.or(named.filters);
              Answer answer = ask(request, more); // each time one filter more, at least
              close(settled);
              return answer;
            });
  }

  /// @param asked is told of filters that are asked for the path, as it is when their turn comes
  private Handler chain(BitSet forced, BitSet asked) {
    Handler all =
        request -> {
          Named named = new Named(request);
          return handlers
              .handle(named)
              .then(settled -> named.areWithin(asked) ? settled : withheld(settled));
        };
    for (int i = filters.size() - 1; i >= 0; i--) {
      all = forced.get(i) ? filters.get(i).filter.before(all) : byPath(i, all, asked);
    }
    return all;
  }

  private Handler byPath(int i, Handler next, BitSet asked) {
    Scoped scoped = filters.get(i);
    return request -> {
      if (!scoped.mount.has(request.target().path())) {
        return next.handle(request);
      }
      asked.set(i);
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

  /// A request whose handlers name the paths that their answer comes from. One request's; written
  /// before the answer is settled, read after.
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
      filters.or(filtersOf(path));
      request.servedFrom(path);
    }

    /// Whether all filters for these paths are among those.
    boolean areWithin(BitSet asked) {
      BitSet missing = (BitSet) filters.clone();
      missing.andNot(asked);
      return missing.isEmpty();
    }
  }
}
