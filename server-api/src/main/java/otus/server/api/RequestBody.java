package otus.server.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/// The content of a request, read whole into memory, up to a limit that its reader sets. Immutable.
///
/// On a virtual thread it is waited for:
///
/// ```java
/// Handler greeter =
///     request ->
///         Answer.blocking(
///             () -> {
///               Parameters form = RequestBody.read(request, 10_000).form();
///               return Response.text(Status.OK, "Hello, " + form.require("name"));
///             });
/// ```
///
/// From any thread, one goes on later, with [#readLater] and [Answer#later].
///
/// A client that breaks a rule is refused: content beyond the limit with 413, of the wrong type
/// with 415, that is not what it says it is with 400. A handler that does not catch the
/// [StatusException] answers so. Content that is too large to be held is read from
/// [Request#body] piece by piece, or from [ByteSource#asInputStream].
public final class RequestBody {
  private final MediaType type;
  private final byte[] bytes;

  RequestBody(MediaType type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /// Reads the content of a request, and waits for it. For virtual threads, such as those of
  /// [Answer#blocking].
  ///
  /// @param limit the most bytes that are taken; content that says that it is longer is refused
  ///     before any of it is asked for, so that a client that waits for a 100 never sends it
  /// @throws IOException if the client went away, or broke its content off; an
  ///     [java.io.InterruptedIOException] if this thread was interrupted, and still is
  /// @throws StatusException with 413, if there is more
  /// @throws IllegalStateException if it would have to wait on a platform thread, which may be the
  ///     event loop that it waits for
  public static RequestBody read(Request request, int limit) throws IOException {
    return BlockingWait.on(readLater(request, limit));
  }

  /// Reads the content of a request, from any thread. The stage completes on the event loop, so
  /// what is done then must not block.
  ///
  /// It fails with an [IOException] if the client went away, or broke its content off, and with a
  /// [StatusException], 413, if there is more than the limit.
  ///
  /// @param limit as for [#read]
  public static CompletionStage<RequestBody> readLater(Request request, int limit) {
    MediaType type = MediaType.of(request.headers());
    return BodyCollector.all(request, limit).thenApply(bytes -> new RequestBody(type, bytes));
  }

  /// How many bytes there are.
  public int length() {
    return bytes.length;
  }

  /// The bytes; a copy.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The bytes, not copied; read-only.
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /// The type without its parameters, in lower case: `text/plain`; empty if the request has none,
  /// or none that can be understood (RFC 9110 §8.3).
  public String type() {
    return type.name();
  }

  /// The text, in the charset that the type names, otherwise in UTF-8.
  ///
  /// @throws StatusException with 415, if there is no such charset here; with 400, if the bytes are
  ///     not of that charset
  public String text() {
    Charset charset = charset();
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw refusal(Status.BAD_REQUEST, "not in " + charset, e);
    }
  }

  /// The parameters of a form that is sent as `application/x-www-form-urlencoded`, decoded as
  /// [Parameters#ofQuery] does; always UTF-8.
  ///
  /// @throws StatusException with 415, if it is of another type; with 400, if there are more than
  ///     [Parameters#MAX]
  public Parameters form() {
    if (!type.name().equals("application/x-www-form-urlencoded")) {
      throw new StatusException(MediaType.UNSUPPORTED, "no form, but '" + type.name() + "'");
    }
    return Parameters.decode(bytes);
  }

  private Charset charset() {
    String name = type.charset();
    if (name.isEmpty()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw refusal(MediaType.UNSUPPORTED, "no charset " + name, e);
    }
  }

  private static StatusException refusal(Status status, String reason, Exception cause) {
    StatusException refused = new StatusException(status, reason);
    refused.initCause(cause);
    return refused;
  }
}
