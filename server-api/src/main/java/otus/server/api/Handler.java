package otus.server.api;

/// Code that answers requests.
///
/// All event loops share one handler, so it must be safe for concurrent use. It is called on the
/// event loop of the connection and must neither block nor compute for long. It returns blocking
/// work as [Answer#blocking] and asynchronous work as [Answer#later].
///
/// ```java
/// Handler hello =
///     request ->
///         request.target().path().segments().equals(List.of("hello"))
///             ? Response.text(Status.OK, "Hello!\n")
///             : Answer.pass();
/// ```
@FunctionalInterface
public interface Handler {

  /// Answers a request, or passes.
  ///
  /// A handler answers `HEAD` like `GET`: the server sends the headers and omits the body.
  ///
  /// @param request the request
  /// @return the answer
  /// @throws Exception if the handler fails; the server responds with the status of a
  ///     [StatusException], otherwise with 500 without details, and logs the exception
  Answer handle(Request request) throws Exception;

  /// Returns a handler that calls this handler, and another one if this handler passes, at once or
  /// later.
  ///
  /// @param next the other handler
  /// @return the combined handler
  default Handler orElse(Handler next) {
    return request ->
        handle(request)
            .then(settled -> settled instanceof Answer.Pass ? next.handle(request) : settled);
  }
}
