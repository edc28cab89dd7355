package otus.server.staticfiles;

import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.UrlPath;
import otus.server.api.fields.Accept;
import otus.server.api.fields.HeaderList;
import otus.server.staticfiles.metadata.MediaTypes;

/// Decides which missing paths belong to a single-page application, so that they get its page.
/// Pure.
///
/// A name with a dot may be that of a file, and a missing style sheet has to stay missing. So such
/// a path gets the page only for a navigation: a browser says so in `Sec-Fetch-Dest`, though only
/// to HTTPS and loopback addresses. Without this header, a request that names `text/html` in
/// `Accept` is one, unless the name ends like that of a file.
///
/// @param types the media types of extensions
record ApplicationPaths(MediaTypes types) {
  private static final String DESTINATION = "Sec-Fetch-Dest";
  private static final List<String> HTML = List.of("text/html");
  private static final String REFUSAL = "--spa does not answer for it: ";

  /// Returns whether requests for a path may get the page, so that the response depends on their
  /// headers. Names that begin with a dot (`/.well-known/`, RFC 8615) never belong to an
  /// application.
  static boolean mayContain(UrlPath path) {
    for (String segment : path.segments()) {
      if (segment.charAt(0) == '.') {
        return false;
      }
    }
    return true;
  }

  /// Returns the request headers on which the response depends, for a path that may get the page.
  static String vary(UrlPath path) {
    return hasDot(path) ? "Accept, " + DESTINATION : "Accept";
  }

  private static boolean hasDot(UrlPath path) {
    return path.name().indexOf('.') >= 0;
  }

  /// Returns the reason for the operator why a request does not get the page, or null if it does.
  @Nullable String whyNot(Request request, UrlPath path) {
    if (!mayContain(path)) {
      return REFUSAL + "a name begins with a dot";
    }
    Headers headers = request.headers();
    String accept = headers.combined("Accept");
    if (Accept.preferred(accept, HTML) == null) {
      return REFUSAL + "Accept excludes text/html";
    }
    if (!hasDot(path)) {
      return null;
    }
    String destination = headers.combined(DESTINATION);
    if (destination != null) {
      return destination.equals("document")
          ? null
          : REFUSAL + "the last name has a dot, and Sec-Fetch-Dest is not document";
    }
    if (!namesHtml(accept)) {
      return REFUSAL + "the last name has a dot, and Accept does not name text/html";
    }
    return types.knowExtension(path.name()) && !isAddress(path.name())
        ? REFUSAL + "the last name has the extension of a file"
        : null;
  }

  /// Returns whether a client that accepts HTML names it, and not only a range with `*`.
  private static boolean namesHtml(@Nullable String accept) {
    for (String range : accept == null ? List.<String>of() : HeaderList.elements(accept)) {
      if (range.split(";", 2)[0].strip().equalsIgnoreCase(HTML.getFirst())) {
        return true;
      }
    }
    return false;
  }

  /// Returns whether a name is like `ann@example.com`; `.com` and `.org` are extensions, too. Other
  /// than in an address, a digit follows the sign in `logo@2x.png`.
  private static boolean isAddress(String name) {
    int sign = name.lastIndexOf('@');
    return sign > 0 && sign + 1 < name.length() && Character.isLetter(name.charAt(sign + 1));
  }
}
