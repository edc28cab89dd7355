package otus.server.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// A response body.
///
/// The server owns a body from the moment a handler's answer is settled, and closes it exactly
/// once, on the event loop: after the last byte was sent, after sending has failed, or if no body
/// is sent (`HEAD`).
///
/// ```java
/// Body part = new Body.FileRegion(file.share(), 0, 1024);
/// Body whole = new Body.Sequence(List.of(Body.of("--part\r\n"), part));
/// ```
public sealed interface Body extends AutoCloseable {

  /// The length of a body whose length is unknown before its end.
  long UNKNOWN = -1;

  /// Returns the length.
  ///
  /// @return the number of bytes, or [#UNKNOWN]
  long length();

  /// Releases the resources of the body.
  @Override
  void close();

  /// Returns the empty body.
  ///
  /// @return a shared body of length 0
  static Body empty() {
    return Empty.EMPTY;
  }

  /// Creates a body from a text in UTF-8.
  ///
  /// @param text the text
  /// @return the body
  static Body of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Creates a body from bytes.
  ///
  /// @param bytes the bytes, not copied; the caller must not change the array afterwards
  /// @return the body
  static Body of(byte[] bytes) {
    return bytes.length == 0 ? empty() : new Bytes(ByteBuffer.wrap(bytes));
  }

  /// Creates a body from a whole file.
  ///
  /// @param file the lease, which the body owns from now on
  /// @return the body
  static Body of(OpenFile file) {
    return new FileRegion(file, 0, file.size());
  }

  /// Creates a body of unknown length.
  ///
  /// @param source the source, which the body owns from now on
  /// @return the body
  static Body stream(ByteSource source) {
    return new Stream(source, UNKNOWN);
  }

  /// Returns a body with an action that runs after the body was closed, for example to count
  /// running transfers or to release the owner of its bytes.
  ///
  /// @param body the body, which is closed before the action runs, even if closing it fails
  /// @param action the action; it runs once, on the thread that closes the body, usually the event
  ///     loop, and must not block
  /// @return the new body
  static Body onClose(Body body, Runnable action) {
    return new Sequence(List.of(body, new Stream(new CloseMarker(action), 0)));
  }

  /// The body without bytes.
  enum Empty implements Body {
    /// The only instance.
    EMPTY;

    @Override
    public long length() {
      return 0;
    }

    @Override
    public void close() {}
  }

  /// Bytes in memory.
  ///
  /// @param buffer the bytes between position and limit, which must not change afterwards; stored
  ///     as a read-only slice, which the server reads by index only, so that loops can share it
  record Bytes(ByteBuffer buffer) implements Body {

    /// Creates a body from a read-only slice of a buffer.
    public Bytes {
      buffer = buffer.slice().asReadOnlyBuffer();
    }

    @Override
    public long length() {
      return buffer.limit();
    }

    @Override
    public void close() {}
  }

  /// A part of an open file. The kernel sends long parts directly if it supports this.
  ///
  /// The server aborts the connection if the file has become shorter, or if [OpenFile#isUnchanged]
  /// returns false before the end of the part is sent. The client thus sees that the response is
  /// incomplete.
  ///
  /// @param file the lease, which is closed with this body
  /// @param offset the position of the first byte in the file
  /// @param length the number of bytes
  record FileRegion(OpenFile file, long offset, long length) implements Body {

    /// Creates a body from a part of a file.
    ///
    /// @throws IndexOutOfBoundsException if the part exceeds the file
    public FileRegion {
      Objects.checkFromIndexSize(offset, length, file.size());
    }

    @Override
    public void close() {
      file.close();
    }
  }

  /// Bytes that are created while they are sent.
  ///
  /// If the first stage has already failed when the source returns it, the client gets a 500. A
  /// later failure aborts the connection, since the head has been sent.
  ///
  /// @param source the source, which provides each chunk after the previous one was sent, and is
  ///     closed with this body
  /// @param length the number of bytes, or [#UNKNOWN]; if the source provides fewer or more bytes,
  ///     the server aborts the connection
  record Stream(ByteSource source, long length) implements Body {

    /// Creates a body from a source.
    ///
    /// @throws IllegalArgumentException if the length is negative and not [#UNKNOWN]
    public Stream {
      Objects.requireNonNull(source, "source");
      if (length < UNKNOWN) {
        throw new IllegalArgumentException("a negative length: " + length);
      }
    }

    @Override
    public void close() {
      source.close();
    }
  }

  /// A sequence of bodies.
  ///
  /// @param parts the parts in the order in which they are sent, which are closed with this body;
  ///     unmodifiable
  record Sequence(List<Body> parts) implements Body {

    /// Creates a body from a copy of a list.
    ///
    /// @throws ArithmeticException if the sum of the lengths exceeds the range of a long
    public Sequence {
      parts = List.copyOf(parts);
      sum(parts);
    }

    @Override
    public long length() {
      return sum(parts);
    }

    private static long sum(List<Body> parts) {
      long sum = 0;
      for (Body part : parts) {
        long length = part.length();
        if (length == UNKNOWN) {
          return UNKNOWN;
        }
        sum = Math.addExact(sum, length);
      }
      return sum;
    }

    /// Closes every part, even if closing one fails. Throws the first failure, with the others as
    /// suppressed exceptions.
    @Override
    public void close() {
      Throwable failure = null;
      for (Body part : parts) {
        try {
          part.close();
        } catch (RuntimeException | Error e) {
          if (failure == null) {
            failure = e;
          } else if (failure != e) {
            failure.addSuppressed(e);
          }
        }
      }
      switch (failure) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {}
      }
    }
  }
}
