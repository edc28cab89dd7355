package otus.server.staticfiles.lookup;

import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Request;
import otus.server.api.UrlPath;
import otus.server.staticfiles.conditional.AcceptPreference;

/// What is looked for when a file is missing: the page of a single-page application, then the page
/// that says so, then nothing. Pure.
///
/// @param application the page that stands for all paths of an application, or null for none
/// @param notFound the page that is sent with a 404, or null for none
public record Fallbacks(@Nullable UrlPath application, @Nullable UrlPath notFound) {

  /// Nothing else is looked for.
  public static final Fallbacks NONE = new Fallbacks(null, null);

  /// What to look for after this, or null to leave the request to others.
  public @Nullable FileRequest after(FileRequest missing) {
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

  /// Whether the path is the application's, so that another `Accept` has another answer.
  public boolean dependOnAccept(Request request) {
    return application != null && whyNotPath(request.target().path()) == null;
  }

  private static boolean isOfTheApplication(FileRequest missing) {
    return whyNot(missing) == null;
  }

  /// Why a path is not the application's, for the operator; null if it is.
  ///
  /// A name with a point in it is that of a file, so a style sheet that is missing stays missing;
  /// and what begins with one (`/.well-known/`, RFC 8615) was never the application's.
  public static @Nullable String whyNot(FileRequest missing) {
    String why = whyNotPath(missing.path());
    if (why != null) {
      return why;
    }
    return acceptsHtml(missing.request().headers().combined("Accept"))
        ? null
        : "Accept leaves out text/html";
  }

  private static @Nullable String whyNotPath(UrlPath path) {
    for (String segment : path.segments()) {
      if (segment.charAt(0) == '.') {
        return "a name begins with a dot";
      }
    }
    return path.name().indexOf('.') >= 0
        ? "the last name has a point in it, as those of files have"
        : null;
  }

  private static boolean acceptsHtml(@Nullable String accept) {
    return AcceptPreference.weight(accept, "text", "html") > 0;
  }

  /// Reads the name of a page in the root.
  ///
  /// @param option where it was given
  /// @param name `404.html` or `app/index.html`; empty for none
  /// @throws IllegalArgumentException in one line, if it is none
  public static @Nullable UrlPath page(String option, String name) {
    if (name.isEmpty()) {
      return null;
    }
    try {
      return new UrlPath(List.of(name.split("/", -1)), false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "the option " + option + " is a file in the root such as index.html, not '" + name + "'",
          e);
    }
  }
}
