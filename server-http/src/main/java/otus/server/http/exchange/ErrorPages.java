package otus.server.http.exchange;

import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.syntax.ReasonPhrases;

/// Creates error and redirect pages: short, valid HTML that reveals no internals. Pure.
final class ErrorPages {
  private static final Headers HEADERS =
      Headers.of("Content-Type", "text/html; charset=utf-8", "X-Content-Type-Options", "nosniff");

  private ErrorPages() {}

  /// Returns a response with a page.
  ///
  /// @param status a status that allows a body
  static Response of(Status status) {
    return new Response(status, HEADERS, page(status));
  }

  /// Adds a page to a handler's response if it is an error or a redirect without a body and without
  /// Content-Type. Other headers are kept.
  static Response fill(Response response) {
    Status status = response.status();
    if (!hasPage(status.code())
        || !(response.body() instanceof Body.Empty)
        || response.headers().first("Content-Type") != null) {
      return response;
    }
    Headers headers =
        response
            .headers()
            .with(HEADERS.name(0), HEADERS.value(0))
            .with(HEADERS.name(1), HEADERS.value(1));
    return new Response(status, headers, page(status));
  }

  private static boolean hasPage(int code) {
    return code >= 300
        && switch (code) {
          case 301, 302, 303, 307, 308 -> true;
          default -> code >= 400;
        };
  }

  private static Body page(Status status) {
    String title = (status.code() + " " + ReasonPhrases.of(status.code())).strip();
    return Body.of(
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%</title>
        <h1>%</h1>
        </html>
        """
            .replace("%", title));
  }
}
