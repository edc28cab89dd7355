package otus.server.api;

import java.util.Objects;
import java.util.function.UnaryOperator;

/// The final response to a request.
///
/// It says what is sent, not how: the fields `Connection`, `Keep-Alive`, `Transfer-Encoding`,
/// `Upgrade`, `Content-Length`, `Date` and `Server` are the protocol's, which writes them itself.
///
/// @param status 200 to 599; a 1xx is not a final response
/// @param headers the header fields, without those of the protocol
/// @param body the content; empty for a status that never has content
public record Response(Status status, Headers headers, Body body) implements Answer {

  /// Refuses what cannot be sent as it is.
  ///
  /// @throws IllegalArgumentException for an interim status, a header field of the protocol, or
  ///     content with a status that has none
  public Response {
    Objects.requireNonNull(body, "body");
    if (status.code() < 200) {
      throw new IllegalArgumentException("not a final status: " + status.code());
    }
    if (status.bodiless() && !(body instanceof Body.Empty)) {
      throw new IllegalArgumentException("no content goes with a status " + status.code());
    }
    for (int i = 0; i < headers.size(); i++) {
      if (isOfTheProtocol(headers.name(i))) {
        throw new IllegalArgumentException("the server itself writes the field " + headers.name(i));
      }
    }
  }

  /// A response without fields and content.
  public static Response of(Status status) {
    return new Response(status, Headers.empty(), Body.empty());
  }

  /// A response of plain text, sent as UTF-8.
  public static Response text(Status status, String text) {
    return new Response(
        status, Headers.of("Content-Type", "text/plain; charset=utf-8"), Body.of(text));
  }

  /// This response with all fields of that name replaced by one.
  public Response withHeader(String name, String value) {
    return new Response(status, headers.with(name, value), body);
  }

  @Override
  public Answer then(Step next) throws Exception {
    return StepChain.take(this, next);
  }

  /// What one step, which is no chain of steps, makes of this response; closed if the step fails.
  Answer after(Step step) throws Exception {
    try {
      return step.apply(this);
    } catch (Throwable e) {
      closeAfter(e);
      throw e;
    }
  }

  /// This response with `change` applied, or closed if that fails.
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
