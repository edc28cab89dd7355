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

/// Answers with the page, and takes the page's form. What asks the database blocks, and so it is
/// done on virtual threads.
record GuestbookHandler(String title, Entries entries, InstantSource clock) implements Handler {
  private static final Status SEE_OTHER = new Status(303);
  private static final int MAX_SHOWN = 100;

  /// A form of the longest name and text, each character as nine of `%xx%xx%xx`, fits into it.
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
            // Everything is escaped; should that ever fail, no script runs all the same.
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
    return Response.of(SEE_OTHER).withHeader("Location", itself(request));
  }

  private static String required(Parameters form, String name, int maxLength) {
    String value = form.require(name).replace("\r\n", "\n").strip(); // browsers count it as one
    if (value.isEmpty() || value.length() > maxLength) {
      throw new StatusException(
          Status.BAD_REQUEST, name + " has " + value.length() + " characters");
    }
    return value;
  }

  /// The page a request is for, relative to it: only the server knows where it is mounted.
  private static String itself(Request request) {
    String path = request.target().rawPath();
    return "./" + path.substring(path.lastIndexOf('/') + 1);
  }
}
