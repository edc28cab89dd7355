package otus.server.staticfiles.lookup;

import otus.server.api.Request;
import otus.server.api.UrlPath;

/// A file to answer a request with, if it exists. Immutable.
///
/// @param request the request to answer
/// @param path path of the file
/// @param role why this file is used
public record FileRequest(Request request, UrlPath path, Role role) {

  /// Role of a file in the response.
  public enum Role {
    /// The client requested it.
    REQUESTED,
    /// It is the page of a single-page application, which routes this path itself.
    SPA_FALLBACK,
    /// It is the page for status 404.
    NOT_FOUND
  }

  /// Returns the file that the client requests.
  public static FileRequest of(Request request) {
    return new FileRequest(request, request.target().path(), Role.REQUESTED);
  }

  /// Returns another file for the same request.
  FileRequest withPath(UrlPath other, Role as) {
    return new FileRequest(request, other, as);
  }
}
