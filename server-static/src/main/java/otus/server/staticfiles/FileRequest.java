package otus.server.staticfiles;

import otus.server.api.Request;
import otus.server.api.UrlPath;
import otus.server.staticfiles.lookup.LookupResult;

/// A file to answer a request with, if it exists. Immutable.
///
/// @param request the request to answer
/// @param path path of the file
/// @param role why this file is used
record FileRequest(Request request, UrlPath path, Role role) {

  /// Role of a file in the response.
  enum Role {
    /// The client requested it.
    REQUESTED("a file"),
    /// It is the page of a single-page application, which routes this path itself.
    SPA_FALLBACK("the page of --spa"),
    /// It is the page for status 404.
    NOT_FOUND("the page for missing files (--not-found)");

    /// The role in words for the operator.
    final String words;

    Role(String words) {
      this.words = words;
    }
  }

  /// Returns the file that the client requests.
  static FileRequest of(Request request) {
    return new FileRequest(request, request.target().path(), Role.REQUESTED);
  }

  /// Reports to the [otus.server.api.Explanation] of the request why the file is not served.
  void explain(LookupResult result) {
    // Most sites have no page for status 404.
    if (request.explanation().isOn() && role != Role.NOT_FOUND) {
      String subject = role == Role.REQUESTED ? "" : role.words + ": ";
      request.explanation().because(subject + result.reason());
    }
  }

  /// Returns another file for the same request.
  FileRequest withPath(UrlPath other, Role as) {
    return new FileRequest(request, other, as);
  }
}
