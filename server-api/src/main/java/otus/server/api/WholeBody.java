package otus.server.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/// A request body that was read whole, up to a limit that the handler sets. Immutable.
///
/// [Request#body] is the body as it arrives, a source of chunks; this class reads it to its end. A
/// virtual thread waits for it:
///
/// ```java
/// Handler greeter =
///     request ->
///         Answer.blocking(
///             () -> {
///               Parameters form = WholeBody.read(request, 10_000).form();
///               return Response.text(Status.OK, "Hello, " + form.require("name"));
///             });
/// ```
///
/// On other threads use [#readLater] with [Answer#later].
///
/// The methods throw a [StatusException] for invalid bodies: 413 for a body beyond the limit, 415
/// for a wrong type, 400 for malformed content. If the handler does not catch it, the server
/// responds with that status. A body that is too large for memory can be read in chunks from
/// [Request#body], or as a stream with [ByteSource#asInputStream].
public final class WholeBody {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final MediaType type;
  private final byte[] bytes;

  WholeBody(MediaType type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /// Reads the body of a request, and waits for it. Must be called on a virtual thread, such as
  /// those of [Answer#blocking].
  ///
  /// @param request the request, whose body has not been read yet
  /// @param limit the maximum number of bytes; a body whose `Content-Length` exceeds it is rejected
  ///     before any of it is requested, so that a client that waits for a 100 never sends it
  /// @return the body
  /// @throws IOException if the client disconnects or the body is incomplete; an
  ///     [java.io.InterruptedIOException] if this thread is interrupted, whose interrupt status
  ///     remains set
  /// @throws StatusException with status 413 if the body exceeds the limit
  /// @throws IllegalArgumentException if the limit is negative
  /// @throws IllegalStateException if it would have to wait on a platform thread, since that may be
  ///     the event loop that provides the body
  public static WholeBody read(Request request, int limit) throws IOException {
    return BlockingWait.on(readLater(request, limit));
  }

  /// Reads the body of a request without waiting. Any thread. The stage completes on the event
  /// loop, so its dependent actions must not block.
  ///
  /// The stage fails with an [IOException] if the client disconnects or the body is incomplete, and
  /// with a [StatusException] of status 413 if the body exceeds the limit.
  ///
  /// @param request the request, whose body has not been read yet
  /// @param limit the maximum number of bytes, as for [#read]
  /// @return the stage of the body
  /// @throws IllegalArgumentException if the limit is negative
  public static CompletionStage<WholeBody> readLater(Request request, int limit) {
    MediaType type = MediaType.of(request.headers());
    return BodyCollector.all(request, limit).thenApply(bytes -> new WholeBody(type, bytes));
  }

  /// Returns the length.
  ///
  /// @return the number of bytes
  public int length() {
    return bytes.length;
  }

  /// Returns the bytes.
  ///
  /// @return a copy of the bytes
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Returns the bytes without copying them.
  ///
  /// @return a new read-only buffer
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /// Returns the media type (RFC 9110 §8.3).
  ///
  /// @return the type without its parameters, in lower case, such as `text/plain`; empty if the
  ///     request has no valid type
  public String type() {
    return type.name();
  }

  /// Decodes the text, in the charset parameter of the type, by default in UTF-8.
  ///
  /// @return the text
  /// @throws StatusException with status 415 if the charset is unknown, with status 400 if the
  ///     bytes are invalid in the charset
  public String text() {
    Charset charset = charset();
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw statusException(Status.BAD_REQUEST, "the body is not valid " + charset, e);
    }
  }

  /// Decodes the parameters of a form of type `application/x-www-form-urlencoded`, like
  /// [Parameters#ofQuery], always in UTF-8.
  ///
  /// @return the parameters
  /// @throws StatusException with status 415 if the body has another type, with status 400 if there
  ///     are more than [Parameters#MAX]
  public Parameters form() {
    if (!type.name().equals(FORM)) {
      throw new StatusException(
          Status.UNSUPPORTED_MEDIA_TYPE, "the body must be a form, of type " + FORM);
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
      throw statusException(Status.UNSUPPORTED_MEDIA_TYPE, "unknown charset " + name, e);
    }
  }

  private static StatusException statusException(Status status, String reason, Exception cause) {
    StatusException exception = new StatusException(status, reason);
    exception.initCause(cause);
    return exception;
  }
}
