package otus.server.staticfiles;

import java.util.List;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.staticfiles.conditional.ByteRange;
import otus.server.staticfiles.conditional.Decision;
import otus.server.staticfiles.file.StaticFile;

/// Makes the response that was decided on. Any thread; it decides nothing itself, but that parts
/// which would take more than the whole are not worth it.
final class Responses {

  /// RFC 9110 §9.3.7: what can be done with a file.
  static final Response OPTIONS = of(Status.NO_CONTENT, "Allow", "GET, HEAD, OPTIONS");

  /// RFC 9110 §15.5.6: a 405 MUST say what is allowed.
  static final Response METHOD_NOT_ALLOWED =
      of(Status.METHOD_NOT_ALLOWED, "Allow", "GET, HEAD, OPTIONS");

  /// RFC 9110 §15.5.4.
  static final Response FORBIDDEN = Response.of(Status.FORBIDDEN);

  /// A file that is being rewritten faster than it can be looked at.
  static final Response UNSTABLE = of(Status.SERVICE_UNAVAILABLE, "Retry-After", "1");

  private Responses() {}

  /// The response to a `GET` or `HEAD` for a file.
  ///
  /// @throws IllegalStateException if the file is closed, and was not in memory
  static Response of(Decision decision, StaticFile file) {
    return switch (decision) {
      case Decision.Whole whole -> file.whole();
      case Decision.Part(ByteRange range) -> part(file, range);
      case Decision.Parts(var ranges) -> parts(file, ranges);
      case Decision.NotModified not ->
          new Response(Status.NOT_MODIFIED, file.validators(), Body.empty());
      // Neither this nor the next is kept by caches (RFC 9110 §15.1), so they carry nothing for
      // them.
      case Decision.PreconditionFailed failed -> Response.of(Status.PRECONDITION_FAILED);
      // RFC 9110 §15.5.17: Content-Range says the current length.
      case Decision.RangeNotSatisfiable not ->
          of(
              Status.RANGE_NOT_SATISFIABLE,
              "Content-Range",
              "bytes */" + file.representation().size());
    };
  }

  /// RFC 9110 §15.5.5: a page that says that there is nothing. It is no representation of what was
  /// asked for, so nothing is said that would validate one or ask for a part of it.
  ///
  /// @throws IllegalStateException if the file is closed, and was not in memory
  static Response notFound(StaticFile page) {
    Headers headers =
        page.headers()
            .without("Last-Modified")
            .without("ETag")
            .without("Accept-Ranges")
            .without("Cache-Control");
    return new Response(Status.NOT_FOUND, headers, page.whole().body());
  }

  /// A response that only clients get who take a page (RFC 9110 §12.5.5).
  static Response forClientsThatAcceptHtml(Response response) {
    String other = response.headers().first("Vary");
    return response.withHeader("Vary", other == null ? "Accept" : "Accept, " + other);
  }

  /// RFC 9110 §15.4.2: where the folder really is.
  static Response movedTo(String location) {
    return of(Status.MOVED_PERMANENTLY, "Location", location);
  }

  // RFC 9110 §15.3.7.1: a single part carries Content-Range. §15.3.7 lets a 206 to an If-Range
  // leave
  // out fields that the client has already; all are sent, as nginx does: apt takes the time of a
  // file, and the validator of its next request, from the last response that it got.
  private static Response part(StaticFile file, ByteRange range) {
    String contentRange = range.contentRange(file.representation().size());
    return new Response(
        Status.PARTIAL_CONTENT,
        file.headers().with("Content-Range", contentRange),
        file.part(range));
  }

  // RFC 9110 §15.3.7.2: several parts carry their Content-Range each; there is none for all.
  private static Response parts(StaticFile file, List<ByteRange> ranges) {
    Multipart multipart = Multipart.withNewBoundary();
    Body body = multipart.body(file, ranges);
    // RFC 9110 §14.2, §17.15: Range may be ignored; nobody shall get more by it than the whole is.
    if (body.length() >= file.representation().size()) {
      body.close();
      return file.whole();
    }
    return new Response(
        Status.PARTIAL_CONTENT, file.headers().with("Content-Type", multipart.contentType()), body);
  }

  private static Response of(Status status, String name, String value) {
    return Response.of(status).withHeader(name, value);
  }
}
