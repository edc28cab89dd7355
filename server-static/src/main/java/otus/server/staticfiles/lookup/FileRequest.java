package otus.server.staticfiles.lookup;

import otus.server.api.Request;
import otus.server.api.UrlPath;

/// A file that a request is answered with, if it is there. Immutable.
///
/// @param request what is answered
/// @param path where the file is
/// @param role why this one
public record FileRequest(Request request, UrlPath path, Role role) {

  /// What a file is to a request.
  public enum Role {
    /// It was asked for.
    REQUESTED,
    /// It is the page of an application, which knows itself what it shows under this path.
    SPA_FALLBACK,
    /// It says that there is nothing.
    NOT_FOUND
  }

  /// The file that was asked for.
  public static FileRequest of(Request request) {
    return new FileRequest(request, request.target().path(), Role.REQUESTED);
  }

  /// Another file for the same request.
  FileRequest withPath(UrlPath other, Role as) {
    return new FileRequest(request, other, as);
  }
}
