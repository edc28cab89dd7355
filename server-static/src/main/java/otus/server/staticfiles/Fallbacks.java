package otus.server.staticfiles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Request;
import otus.server.api.UrlPath;
import otus.server.staticfiles.conditional.AcceptPreference;

/// The pages that are served for a missing file: first the page of a single-page application, then
/// the page for status 404. Pure.
///
/// @param application the page for all paths of an application, or null
/// @param notFound the page sent with status 404, or null
record Fallbacks(@Nullable UrlPath application, @Nullable UrlPath notFound) {

  /// No fallback pages.
  static final Fallbacks NONE = new Fallbacks(null, null);

  /// Returns the next file to look up, or null to pass the request. Reports the reason to the
  /// [otus.server.api.Explanation] of the request.
  @Nullable FileRequest after(FileRequest missing) {
    return switch (missing.role()) {
      case REQUESTED ->
          application != null && isOfTheApplication(missing)
              ? missing.withPath(application, FileRequest.Role.SPA_FALLBACK)
              : notFoundPage(missing);
      case SPA_FALLBACK -> notFoundPage(missing);
      case NOT_FOUND -> null;
    };
  }

  private @Nullable FileRequest notFoundPage(FileRequest missing) {
    return notFound == null ? null : missing.withPath(notFound, FileRequest.Role.NOT_FOUND);
  }

  /// Returns whether the path belongs to the application, so that the response depends on `Accept`.
  boolean dependOnAccept(Request request) {
    return application != null && whyNotPath(request.target().path()) == null;
  }

  private static boolean isOfTheApplication(FileRequest missing) {
    String why = whyNotPath(missing.path());
    if (why == null && !acceptsHtml(missing.request().headers().combined("Accept"))) {
      why = "--spa does not answer for it: Accept excludes text/html";
    }
    missing.request().explanation().because(why == null ? "--spa answers for it" : why);
    return why == null;
  }

  /// Returns the reason for the operator why a path does not belong to the application, or null if
  /// it does.
  ///
  /// A name with a dot is that of a file, so a missing style sheet stays missing. Names that begin
  /// with a dot (`/.well-known/`, RFC 8615) never belong to an application.
  private static @Nullable String whyNotPath(UrlPath path) {
    for (String segment : path.segments()) {
      if (segment.charAt(0) == '.') {
        return "--spa does not answer for it: a name begins with a dot";
      }
    }
    return path.name().indexOf('.') >= 0
        ? "--spa does not answer for it: the last name has a dot, like the name of a file"
        : null;
  }

  private static boolean acceptsHtml(@Nullable String accept) {
    return AcceptPreference.weight(accept, "text", "html") > 0;
  }

  /// Parses the path of a page below the root.
  ///
  /// @param option the name of the option, for the message
  /// @param name such as `404.html` or `app/index.html`; empty for no page
  /// @return the path, or null for no page
  /// @throws IllegalArgumentException if it is not a path of names; the message is one line
  static @Nullable UrlPath page(String option, String name) {
    if (name.isEmpty()) {
      return null;
    }
    try {
      return new UrlPath(List.of(name.split("/", -1)), false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the option "
              + option
              + " must be a file in the root such as index.html, not '"
              + name
              + "'",
          e);
    }
  }
}
