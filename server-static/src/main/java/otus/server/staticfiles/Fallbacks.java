package otus.server.staticfiles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Request;
import otus.server.api.UrlPath;
import otus.server.staticfiles.metadata.MediaTypes;

/// The pages that are served for a missing file: first the page of a single-page application, then
/// the page for status 404. Pure.
///
/// @param application the page for all paths of an application, or null
/// @param notFound the page sent with status 404, or null
/// @param paths decides which paths belong to the application
record Fallbacks(
    @Nullable UrlPath application, @Nullable UrlPath notFound, ApplicationPaths paths) {

  /// No fallback pages.
  static final Fallbacks NONE =
      new Fallbacks(null, null, new ApplicationPaths(MediaTypes.STANDARD));

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

  /// Returns whether the path may belong to the application, so that the response depends on
  /// headers of the request.
  boolean dependOnHeaders(Request request) {
    return application != null && ApplicationPaths.mayContain(request.target().path());
  }

  private boolean isOfTheApplication(FileRequest missing) {
    String why = paths.whyNot(missing.request(), missing.path());
    missing.request().explanation().because(why == null ? "--spa answers for it" : why);
    return why == null;
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
