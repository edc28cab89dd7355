package otus.server.api;

import java.util.Objects;
import java.util.function.UnaryOperator;

/// The final response to a request. Immutable, except for its body, which can be sent only once.
///
/// The server itself writes the headers of the protocol: `Connection`, `Keep-Alive`,
/// `Transfer-Encoding`, `Upgrade`, `Content-Length`, `Date` and `Server`.
///
/// @param status the status, 200 to 599; a 1xx status is not final
/// @param headers the headers, without those of the protocol
/// @param body the body; empty for a status that never has a body
public record Response(Status status, Headers headers, Body body) implements Answer {

  /// Creates a response.
  ///
  /// @throws IllegalArgumentException if the status is a 1xx status, if there is a header of the
  ///     protocol, or if a status that never has a body comes with one
  /// @throws NullPointerException if a component is null
  public Response {
    Objects.requireNonNull(body, "body");
    if (status.code() < 200) {
      throw new IllegalArgumentException("not a final status: " + status.code());
    }
    if (status.bodiless() && !(body instanceof Body.Empty)) {
      throw new IllegalArgumentException("a body with a status that has none: " + status.code());
    }
    for (int i = 0; i < headers.size(); i++) {
      if (isOfTheProtocol(headers.name(i))) {
        throw new IllegalArgumentException(
            "the server itself writes the header " + headers.name(i));
      }
    }
  }

  /// Creates a response without headers and body.
  ///
  /// @param status the status, 200 to 599
  /// @return the response
  /// @throws IllegalArgumentException if the status is a 1xx status
  public static Response of(Status status) {
    return new Response(status, Headers.empty(), Body.empty());
  }

  /// Creates a response of text, encoded in UTF-8.
  ///
  /// @param status the status, 200 to 599
  /// @param type the media type, such as `text/html` or `application/json`; for a type `text/…`
  ///     without parameters, `; charset=utf-8` is added
  /// @param text the text of the body
  /// @return the response, with `Content-Type`
  /// @throws IllegalArgumentException if the status is a 1xx status or never has a body, or if the
  ///     type is no valid header value
  public static Response of(Status status, String type, String text) {
    boolean isBare = type.startsWith("text/") && type.indexOf(';') < 0;
    Headers headers = Headers.of("Content-Type", isBare ? type + "; charset=utf-8" : type);
    return new Response(status, headers, Body.of(text));
  }

  /// Creates a response of plain text, encoded in UTF-8.
  ///
  /// @param status the status, 200 to 599
  /// @param text the text of the body
  /// @return the response, with `Content-Type: text/plain; charset=utf-8`
  /// @throws IllegalArgumentException if the status is a 1xx status or never has a body
  public static Response text(Status status, String text) {
    return of(status, "text/plain", text);
  }

  /// Returns this response with one header instead of all headers of the same name;
  /// [#withAddedHeader] keeps those. The body is the same object.
  ///
  /// @param name the name of the header
  /// @param value the value of the header
  /// @return the new response
  /// @throws IllegalArgumentException if the name or value is invalid, or the header belongs to the
  ///     protocol
  public Response withHeader(String name, String value) {
    return new Response(status, headers.with(name, value), body);
  }

  /// Returns this response with one more header, beside those of the same name. For headers that
  /// may occur several times, such as `Link`; the body is the same object.
  ///
  /// @param name the name of the header
  /// @param value the value of the header
  /// @return the new response
  /// @throws IllegalArgumentException if the name or value is invalid, or the header belongs to the
  ///     protocol
  public Response withAddedHeader(String name, String value) {
    return new Response(status, headers.withAdded(name, value), body);
  }

  /// Returns this response with one more cookie, beside all others. The body is the same object.
  ///
  /// @param cookie the cookie, which becomes a header `Set-Cookie`
  /// @return the new response
  /// @throws IllegalStateException if browsers would reject the cookie, see [Cookie#toString]
  public Response withCookie(Cookie cookie) {
    return withAddedHeader("Set-Cookie", cookie.toString());
  }

  /// Returns this response with other headers. The body is the same object.
  ///
  /// @param headers the new headers, without those of the protocol
  /// @return the new response
  /// @throws IllegalArgumentException if a header belongs to the protocol
  public Response withHeaders(Headers headers) {
    return new Response(status, headers, body);
  }

  /// Returns this response with another body. The former body is not closed, because the new one
  /// may contain it: code that discards it closes it.
  ///
  /// @param body the new body
  /// @return the new response
  /// @throws IllegalArgumentException if the status never has a body, and this one is not empty
  public Response withBody(Body body) {
    return new Response(status, headers, body);
  }

  @Override
  public Answer then(Step next) throws Exception {
    return StepChain.run(this, next);
  }

  /// Applies one step, which is not a chain, to this response. Closes the body if the step fails.
  Answer after(Step step) throws Exception {
    try {
      return step.apply(this);
    } catch (Throwable e) {
      closeAfter(e);
      throw e;
    }
  }

  /// Applies a change to this response. Closes the body if the change fails.
  Response changed(UnaryOperator<Response> change) {
    try {
      return change.apply(this);
    } catch (Throwable e) {
      closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      body.close();
    } catch (Throwable e) {
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }

  private static boolean isOfTheProtocol(String name) {
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase("Date");
      case 6 -> name.equalsIgnoreCase("Server");
      case 7 -> name.equalsIgnoreCase("Upgrade");
      case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }
}
