package otus.server.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The content of a response.
///
/// The server owns a body from the moment a handler's answer is settled, and closes it exactly
/// once, on the event loop: after the last byte was sent, or when sending failed, or when nothing
/// was to be sent (`HEAD`).
///
/// ```java
/// Body part = new Body.FileRegion(file.share(), 0, 1024);
/// Body whole = new Body.Sequence(List.of(Body.of("--part\r\n"), part));
/// ```
public sealed interface Body extends AutoCloseable {

  /// The length of a body whose length is not known before its end.
  long UNKNOWN = -1;

  /// The number of bytes, or [#UNKNOWN].
  long length();

  /// Releases what the body holds.
  @Override
  void close();

  /// No bytes.
  static Body empty() {
    return Empty.EMPTY;
  }

  /// A text in UTF-8.
  static Body of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Bytes that the caller does not change any more.
  static Body of(byte[] bytes) {
    return bytes.length == 0 ? empty() : new Bytes(ByteBuffer.wrap(bytes));
  }

  /// A whole file; takes over the lease.
  static Body of(OpenFile file) {
    return new FileRegion(file, 0, file.size());
  }

  /// A stream of unknown length.
  static Body stream(ByteSource source) {
    return new Stream(source, UNKNOWN);
  }

  /// That body, with something to do when the server is done with it: to count what is being sent,
  /// or to let go of what the bytes are a view of.
  ///
  /// @param body closed first, also if that fails
  /// @param action runs once, on the thread that closes the body, mostly the event loop, so it must
  ///     not block
  static Body onClose(Body body, Runnable action) {
    return new Sequence(List.of(body, new Stream(new CloseMarker(action), 0)));
  }

  /// No bytes.
  enum Empty implements Body {
    /// The only one.
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
  /// @param buffer the bytes between position and limit, which nobody changes any more; kept as a
  ///     read-only slice, of which the server reads by index only, so that loops can share it
  record Bytes(ByteBuffer buffer) implements Body {

    /// Takes a read-only slice.
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

  /// A part of an open file. The kernel sends long parts by itself where it can.
  ///
  /// If the file became shorter, or is not [unchanged][OpenFile#isUnchanged] when the end of the
  /// part is to be sent, the connection is broken, so that the client sees that the response is not
  /// complete.
  ///
  /// @param file the lease, closed with this body
  /// @param offset of the first byte
  /// @param length in bytes
  record FileRegion(OpenFile file, long offset, long length) implements Body {

    /// Refuses a part that is not inside the file.
    public FileRegion {
      Objects.checkFromIndexSize(offset, length, file.size());
    }

    @Override
    public void close() {
      file.close();
    }
  }

  /// Bytes that are made while they are sent.
  ///
  /// If the source's very first stage has failed by the time it is returned, the client gets a 500;
  /// a later failure breaks the connection, for the head is on its way.
  ///
  /// @param source is asked for a chunk when the one before was sent; closed with this body
  /// @param length in bytes, or [#UNKNOWN]; a source that gives fewer or more breaks the connection
  record Stream(ByteSource source, long length) implements Body {

    /// Refuses a length that is none.
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

  /// Bodies one after the other.
  ///
  /// @param parts in the order they are sent; all are closed with this body
  record Sequence(List<Body> parts) implements Body {

    /// Takes a copy of the list.
    ///
    /// @throws ArithmeticException if the lengths add up to more than a long holds
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

    /// Closes every part, also when closing one fails: the first failure is thrown, with the others
    /// suppressed.
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
