package otus.server.api;

/// Code that runs around a handler: before the handler for each request, and after it for each
/// answer.
///
/// A filter may answer itself, call `next` with the request or a changed request, and change the
/// answer of `next`. The rules are those of a [Handler]: all event loops share one filter, so it
/// must be safe for concurrent use; it is called on an event loop and must neither block nor
/// compute for long.
///
/// ```java
/// Filter noIndexing =
///     (request, next) ->
///         next.handle(request).map(response -> response.withHeader("X-Robots-Tag", "noindex"));
/// ```
///
/// In the server, filters run around the code that converts the pass of all handlers to a 404 and a
/// [StatusException] of a handler to a response. An answer of `next` therefore never settles as
/// [Answer.Pass], unless another filter passes. Filters do not see responses to invalid requests
/// (such as 400 or 431), to other exceptions of handlers (500), and to timeouts (503).
///
/// The server may call all filters again for the same request: if a handler reports another path
/// with [Request#servedFrom], and a filter for that path has not run. The earlier answer of `next`
/// is then a 500 without a body, which is never sent.
@FunctionalInterface
public interface Filter {

  /// Answers a request, usually by calling `next` at most once, with this request or a changed one,
  /// as created by [Request#withTarget].
  ///
  /// The answer of `next` may settle later, so the filter changes it with [Answer#map] and
  /// [Answer#then]. A filter that discards a response must close its body.
  ///
  /// @param request the request
  /// @param next the handler behind this filter
  /// @return the answer
  /// @throws Exception if the filter fails; the server responds with the status of a
  ///     [StatusException], otherwise with 500 without details, and logs the exception
  Answer filter(Request request, Handler next) throws Exception;

  /// Returns a handler that calls this filter before another handler.
  ///
  /// @param next the other handler
  /// @return the combined handler
  default Handler before(Handler next) {
    return request -> filter(request, next);
  }
}
