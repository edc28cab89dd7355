package guestbook;

import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Parameters;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.WholeBody;
import otus.server.api.routing.Routes;

/// Responds with the page and accepts its form. Queries of the database block, so they run on
/// virtual threads.
record Guestbook(String title, Entries entries, InstantSource clock) {
  private static final int MAX_SHOWN = 100;

  /// Fits a form of the longest name and text, with nine bytes (`%xx%xx%xx`) for each character.
  private static final int MAX_FORM = 20_000;

  Handler handler() {
    return Routes.builder()
        .get("/", request -> Answer.blocking(this::show))
        .post("/", request -> Answer.blocking(() -> add(request)))
        .build();
  }

  private Response show() throws SQLException {
    return Response.of(Status.OK, "text/html", Page.of(title, entries.newest(MAX_SHOWN)))
        .withHeader("Cache-Control", "no-cache")
        // All input is escaped; this header prevents scripts even if escaping fails.
        .withHeader(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
  }

  private Response add(Request request) throws IOException, SQLException {
    Parameters form = WholeBody.read(request, MAX_FORM).form();
    String name = required(form, "name", Entry.MAX_NAME);
    String text = required(form, "text", Entry.MAX_TEXT);
    entries.add(new Entry(clock.instant(), name, text));
    return Response.of(Status.SEE_OTHER).withHeader("Location", pageLocation(request));
  }

  private static String required(Parameters form, String name, int maxLength) {
    String value =
        form.require(name).replace("\r\n", "\n").strip(); // browsers count CR LF as one character
    if (value.isEmpty() || value.length() > maxLength) {
      throw new StatusException(
          Status.BAD_REQUEST,
          "the " + name + " must have 1 to " + maxLength + " characters, not " + value.length());
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
