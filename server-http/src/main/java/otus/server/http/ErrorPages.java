package otus.server.http;

import java.util.Locale;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.Reasons;

/// The pages for what no handler answered: small, valid, and telling nothing of the inside. Pure.
final class ErrorPages {
  private static final Headers HEADERS =
      Headers.of("Content-Type", "text/html; charset=utf-8", "X-Content-Type-Options", "nosniff");

  private ErrorPages() {}

  /// The response of a status that has content.
  static Response of(Status status) {
    String title = status.code() + " " + Reasons.of(status.code());
    return new Response(
        status,
        HEADERS,
        Body.of(
            String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <h1>%1$s</h1>
                </html>
                """,
                title)));
  }
}
