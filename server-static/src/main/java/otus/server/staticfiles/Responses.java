package otus.server.staticfiles;

import java.time.InstantSource;
import java.util.List;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.staticfiles.conditional.ByteRange;
import otus.server.staticfiles.conditional.ConditionalRequest;
import otus.server.staticfiles.conditional.Decision;
import otus.server.staticfiles.conditional.Preconditions;
import otus.server.staticfiles.conditional.Reason;
import otus.server.staticfiles.file.StaticFile;

/// Creates the response for a decision. Any thread. It makes one decision itself: if the parts
/// would take more bytes than the whole file, the whole file is sent.
final class Responses {

  /// RFC 9110 §9.3.7: the methods for files.
  static final Response OPTIONS = of(Status.NO_CONTENT, "Allow", "GET, HEAD, OPTIONS");

  /// RFC 9110 §15.5.6: a 405 MUST list the allowed methods.
  static final Response METHOD_NOT_ALLOWED =
      of(Status.METHOD_NOT_ALLOWED, "Allow", "GET, HEAD, OPTIONS");

  /// RFC 9110 §15.5.4.
  static final Response FORBIDDEN = Response.of(Status.FORBIDDEN);

  /// The response for a file that changes during each attempt to open it.
  static final Response UNSTABLE = of(Status.SERVICE_UNAVAILABLE, "Retry-After", "1");

  private Responses() {}

  /// Returns the decision for a `GET` or `HEAD` with a file.
  static Decision decide(FileRequest fileRequest, StaticFile file, InstantSource clock) {
    Headers headers = fileRequest.request().headers();
    return Preconditions.matter(headers) && fileRequest.role() != FileRequest.Role.NOT_FOUND
        ? within(
            file.seekable(),
            ConditionalRequest.decide(
                fileRequest.request().method(), headers, file.representation(), clock.instant()))
        : Decision.Whole.PLAIN;
  }

  /// Returns the decision, or to send the whole file where parts would cost too much: RFC 9110
  /// §14.2 allows to ignore Range.
  private static Decision within(long seekable, Decision decision) {
    boolean within =
        seekable == Long.MAX_VALUE
            || !(decision instanceof Decision.Parts
                || (decision instanceof Decision.Part part && part.range().first() > seekable));
    return within ? decision : new Decision.Whole(Reason.NONE, Reason.TOO_FAR);
  }

  /// Decides, and returns the response for the decision.
  ///
  /// @throws IllegalStateException if the file is closed and was not in memory
  static Response of(
      FileRequest fileRequest, StaticFile file, Fallbacks fallbacks, InstantSource clock) {
    return of(fileRequest, file, decide(fileRequest, file, clock), fallbacks);
  }

  /// Returns the response to a `GET` or `HEAD` with a file, in its role for the request.
  ///
  /// @throws IllegalStateException if the file is closed and was not in memory
  static Response of(
      FileRequest fileRequest, StaticFile file, Decision decision, Fallbacks fallbacks) {
    if (fileRequest.role() == FileRequest.Role.REQUESTED) {
      return of(decision, file);
    }
    Request request = fileRequest.request();
    if (fileRequest.role() == FileRequest.Role.SPA_FALLBACK) {
      return varying(request, of(decision, file));
    }
    Response page = notFound(file);
    return fallbacks.dependOnHeaders(request) ? varying(request, page) : page;
  }

  /// Returns the response for a decision.
  ///
  /// @throws IllegalStateException if the file is closed and was not in memory
  static Response of(Decision decision, StaticFile file) {
    if (decision instanceof Decision.Whole) {
      return file.whole();
    }
    if (decision instanceof Decision.NotModified) {
      return new Response(Status.NOT_MODIFIED, file.validators(), Body.empty());
    }
    if (decision instanceof Decision.Part(ByteRange range, var _)) {
      return part(file, range);
    }
    if (decision instanceof Decision.Parts(var ranges, var _)) {
      return parts(file, ranges);
    }
    // This response and the next one are not cacheable (RFC 9110 §15.1), so they carry nothing for
    // caches.
    if (decision instanceof Decision.PreconditionFailed) {
      return Response.of(Status.PRECONDITION_FAILED);
    }
    // RFC 9110 §15.5.17: Content-Range contains the current length.
    return of(
        Status.RANGE_NOT_SATISFIABLE, "Content-Range", "bytes */" + file.representation().size());
  }

  /// Returns a page as a 404 (RFC 9110 §15.5.5). It is not a representation of the requested file,
  /// so it carries no validators and accepts no ranges.
  ///
  /// @throws IllegalStateException if the file is closed and was not in memory
  static Response notFound(StaticFile page) {
    Headers headers =
        page.headers()
            .without("Last-Modified")
            .without("ETag")
            .without("Accept-Ranges")
            .without("Cache-Control");
    return new Response(Status.NOT_FOUND, headers, page.whole().body());
  }

  /// Returns a response that depends on whether the client gets the page of an application (RFC
  /// 9110 §12.5.5).
  static Response varying(Request request, Response response) {
    String headers = ApplicationPaths.vary(request.target().path());
    request.explanation().because("Vary", "--spa depends on " + headers);
    String other = response.headers().first("Vary");
    return response.withHeader("Vary", other == null ? headers : headers + ", " + other);
  }

  /// RFC 9110 §15.4.2: the new location.
  static Response movedTo(String location) {
    return of(Status.MOVED_PERMANENTLY, "Location", location);
  }

  // RFC 9110 §15.3.7.1: a single part carries Content-Range. §15.3.7 allows a 206 to an If-Range to
  // omit headers that the client has already; all are sent, as nginx does: apt takes the time of a
  // file, and the validator of its next request, from the last response that it got.
  private static Response part(StaticFile file, ByteRange range) {
    String contentRange = range.contentRange(file.representation().size());
    return new Response(
        Status.PARTIAL_CONTENT,
        file.headers().with("Content-Range", contentRange),
        file.part(range));
  }

  // RFC 9110 §15.3.7.2: each part carries its Content-Range; the response has none.
  private static Response parts(StaticFile file, List<ByteRange> ranges) {
    Multipart multipart = Multipart.withNewBoundary();
    Body body = multipart.body(file, ranges);
    // RFC 9110 §14.2, §17.15: Range may be ignored, so a client cannot cause more bytes than the
    // whole file.
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
