package otus.server.http.exchange;

import otus.server.api.UrlPath;

/// Writes the page of an error, or of a redirect, in HTML. The detail and the path may contain
/// input of the client. Pure.
final class ErrorHtml {
  /// The maximum characters of a path on a page.
  private static final int MAX_PATH = 200;

  static final String CSS =
      """
      :root{color-scheme:light dark;--bg:#fff;--fg:#1c2126;--soft:#59636e}\
      @media(prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e3e7eb;--soft:#9ba6b2}}\
      body{margin:15vh auto 0;max-width:40rem;padding:0 1.25rem;background:var(--bg);\
      color:var(--fg);font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}\
      h1{font-size:1.5rem;line-height:1.25}p{color:var(--soft)}code{font-size:.875rem}\
      """;

  /// The policy of the page of an error: it fetches nothing, and has this one style by its hash; a
  /// test computes it too. So even input that were not escaped could do nothing.
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-acdQayRlsYkSj8LkUPvbur+9w/CC2j1xC3DxnwEQcyA=';"
          + " base-uri 'none'; form-action 'none'";

  private ErrorHtml() {}

  /// Returns the page of a redirect, which browsers do not show.
  static String redirect(String title) {
    return head(title) + "<h1>" + title + "</h1>\n</html>\n";
  }

  /// Returns the page of an error.
  ///
  /// @param title the status code and phrase
  /// @param path the requested path, or an empty string
  /// @param detail the message for the client, or an empty string
  static String error(String title, String path, String detail) {
    StringBuilder page = new StringBuilder(head(title));
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n<style>").append(CSS);
    page.append("</style>\n<h1>").append(title).append("</h1>\n");
    if (!path.isEmpty()) {
      page.append("<p><code>").append(escaped(path)).append("</code></p>\n");
    }
    if (!detail.isEmpty()) {
      page.append("<p>").append(escaped(detail)).append("</p>\n");
    }
    return page.append("</html>\n").toString();
  }

  /// Returns a path as a page shows it: percent-encoded, and the beginning of a long one. Only
  /// ASCII without spaces is left, so a link cannot make the page tell a story, hide characters, or
  /// change the direction of text. The query is not shown; it may contain secrets.
  static String shown(UrlPath path) {
    String encoded = path.encoded();
    return encoded.length() <= MAX_PATH ? encoded : encoded.substring(0, MAX_PATH) + "\u2026";
  }

  private static String head(String title) {
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <title>%</title>
    """
        .replace("%", title);
  }

  private static String escaped(String text) {
    return ErrorText.withoutControls(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
