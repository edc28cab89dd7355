package otus.server.api;

/// Stands before a handler: sees each request first, and its answer last.
///
/// A filter may answer itself, ask `next` with the request or with another one made of it, and
/// change the answer that comes back. One filter serves all event loops at once, as a [Handler]
/// does, and the same rules hold for it: it is called on the loop and neither blocks nor computes
/// for long.
///
/// ```java
/// Filter noIndexing =
///     (request, next) ->
///         next.handle(request).map(response -> response.withHeader("X-Robots-Tag", "noindex"));
/// ```
///
/// In the server, filters stand before the place where a request that nobody takes becomes a 404,
/// and a [StatusException] of a handler a response; so an answer they get from `next` is never
/// settled as a [Answer.Pass], unless another filter passes. What the server refuses before there
/// is a request (a 400, a 431), what else a handler throws (a 500), and what takes too long (a 503)
/// no filter sees.
@FunctionalInterface
public interface Filter {

  /// Answers one request, mostly by asking `next`, at most once, with this request or with
  /// another one, such as [Request#withTarget] makes.
  ///
  /// What is done with an answer of `next` is said by [Answer#map] and [Answer#then], for it may
  /// come later. A filter that does not use a response it was given closes its body.
  ///
  /// @throws Exception whatever went wrong; the client gets the status of a [StatusException], and
  ///     for all else a 500 without detail, while the log gets all
  Answer filter(Request request, Handler next) throws Exception;

  /// The handler that is `next` with this filter before it.
  default Handler before(Handler next) {
    return request -> filter(request, next);
  }
}
