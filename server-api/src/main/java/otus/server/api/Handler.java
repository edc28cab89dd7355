package otus.server.api;

/// Answers requests.
///
/// One handler serves all event loops at once, so it is safe for concurrent use. It is called on
/// the event loop of the connection: it must neither block nor compute for long. Work that blocks
/// is returned as [Answer#blocking], work that ends elsewhere as [Answer#later].
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

  /// Answers one request, or passes.
  ///
  /// `HEAD` is answered as `GET` would be: the server sends the fields and leaves out the body.
  ///
  /// @throws Exception whatever went wrong; the client gets the status of a [StatusException], and
  ///     for all else a 500 without detail, while the log gets all
  Answer handle(Request request) throws Exception;

  /// A handler that asks this one first, and `next` when this one passes, also when it passes
  /// later.
  default Handler orElse(Handler next) {
    return request ->
        handle(request)
            .then(settled -> settled instanceof Answer.Pass ? next.handle(request) : settled);
  }
}
