package guestbook;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Parameters;
import otus.server.api.Request;
import otus.server.api.RequestBody;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;

/// Responds with the page and accepts its form. Queries of the database block, so they run on
/// virtual threads.
record GuestbookHandler(String title, Entries entries, InstantSource clock) implements Handler {
  private static final Status SEE_OTHER = new Status(303);
  private static final int MAX_SHOWN = 100;

  /// Fits a form of the longest name and text, with nine bytes (`%xx%xx%xx`) for each character.
  private static final int MAX_FORM = 20_000;

  @Override
  public Answer handle(Request request) {
    if (!request.target().path().segments().isEmpty()) {
      return Answer.pass();
    }
    return switch (request.method().name()) {
      case "GET", "HEAD" -> Answer.blocking(this::show);
      case "POST" -> Answer.blocking(() -> add(request));
      default -> Response.of(Status.METHOD_NOT_ALLOWED).withHeader("Allow", "GET, HEAD, POST");
    };
  }

  private Response show() throws SQLException {
    Headers headers =
        Headers.of(
            "Content-Type",
            "text/html; charset=utf-8",
            "Cache-Control",
            "no-cache",
            // All input is escaped; this header prevents scripts even if escaping fails.
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
    String page = Page.of(title, entries.newest(MAX_SHOWN));
    return new Response(Status.OK, headers, Body.of(page));
  }

  private Response add(Request request) throws IOException, SQLException {
    Parameters form = RequestBody.read(request, MAX_FORM).form();
    String name = required(form, "name", Entry.MAX_NAME);
    String text = required(form, "text", Entry.MAX_TEXT);
    entries.add(new Entry(clock.instant(), name, text));
    return Response.of(SEE_OTHER).withHeader("Location", pageLocation(request));
  }

  private static String required(Parameters form, String name, int maxLength) {
    String value =
        form.require(name).replace("\r\n", "\n").strip(); // browsers count CR LF as one character
    if (value.isEmpty() || value.length() > maxLength) {
      throw new StatusException(
          Status.BAD_REQUEST, name + " has " + value.length() + " characters");
    }
    return value;
  }

  /// Returns the location of the page relative to the request, since only the server knows the
  /// mount.
  private static String pageLocation(Request request) {
    String path = request.target().rawPath();
    return "./" + path.substring(path.lastIndexOf('/') + 1);
  }
}
