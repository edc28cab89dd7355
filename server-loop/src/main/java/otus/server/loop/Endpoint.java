package otus.server.loop;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/// One end of a connection: a non-blocking byte stream in both directions, confined to its loop.
///
/// A new endpoint has interest in reading. Readiness is level-triggered: the listener is called in
/// every turn while the endpoint is ready and has interest. A listener that leaves bytes unread, or
/// has nothing to write, therefore changes its [#interest].
///
/// An endpoint may be a layer over another one, such as encryption. Its readiness is then
/// synthetic: it may be called ready though [#read] returns 0 or [#write] accepts nothing, from a
/// task of the loop as well as from a poll. Whatever the layer itself has to read or to write for
/// either direction is its own business and not the listener's interest.
public interface Endpoint {

  /// Returns the loop of the connection.
  EventLoop loop();

  /// Returns the address of the other end.
  SocketAddress peer();

  /// Returns the address of this end.
  SocketAddress local();

  /// Returns the subject of the certificate with which the other end has authenticated itself, or
  /// null if it has not.
  default @Nullable Principal subject() {
    return null;
  }

  /// Counts the connection for the limit of connections of one address as one of a client, which a
  /// proxy at the other end has named, instead of as one of [#peer].
  ///
  /// @return whether the client is within the limit; otherwise the caller closes the endpoint
  boolean countAs(SocketAddress client);

  /// Reads the bytes that have arrived.
  ///
  /// @return the number of bytes, 0 if no byte is available now, -1 at the end of the stream
  /// @throws IOException if the connection is broken
  int read(ByteBuffer target) throws IOException;

  /// Writes as many bytes as possible without blocking, and advances the buffer's position.
  ///
  /// @return the number of bytes
  /// @throws IOException if the connection is broken
  int write(ByteBuffer source) throws IOException;

  /// Writes as many bytes as possible from several buffers, in order and without blocking.
  ///
  /// @return the number of bytes
  /// @throws IOException if the connection is broken
  long write(ByteBuffer[] sources, int offset, int length) throws IOException;

  /// Sends as many bytes of a part of a file as possible without blocking, and without copying them
  /// if the kernel supports it.
  ///
  /// @return the number of bytes; 0 if the connection cannot accept more now *or* the file ends
  ///     before `position`: the caller checks the file's size
  /// @throws IOException if the connection is broken or the file cannot be read
  long send(FileChannel file, long position, long count) throws IOException;

  /// Passes on what was written, as far as possible without blocking.
  ///
  /// An endpoint that is a layer may have accepted bytes which are not on their way yet. The writer
  /// of a message has done its part only when this method returns true; until then it keeps
  /// interest in writing and calls it again when the endpoint can be written to.
  ///
  /// @return whether everything written was passed on
  /// @throws IOException if the connection is broken
  boolean flush() throws IOException;

  /// Returns the number of bytes that [#flush] has still to pass on: as long as it decreases, the
  /// other end reads.
  default long unsent() {
    return 0;
  }

  /// Returns the maximum number of bytes that a connection should write in one turn of the loop, so
  /// that a fast reader of a large file does not delay other connections.
  default int bytesOfTurn() {
    return 1 << 20;
  }

  /// Sets the kinds of readiness for which the listener is called.
  void interest(boolean reading, boolean writing);

  /// Half-closes the connection: the other end reads the end of the stream after all written bytes.
  ///
  /// @throws IOException if the connection is broken
  void shutdownOutput() throws IOException;

  /// Closes the connection and then calls [EndpointListener#onClosed]. Idempotent.
  void close();

  /// Closes the connection like [#close], but with a reset instead of an end of stream if the
  /// transport supports it, so that the other end does not take a truncated message for
  /// a complete one.
  void abort();

  /// Gives the endpoint another listener, as a connection that changes its protocol does. All later
  /// events go to it. The former listener gets no further call, not even
  /// [EndpointListener#onClosed], and has released its resources.
  void replaceListener(EndpointListener next);

  /// Returns whether the endpoint has not been closed on this side.
  boolean isOpen();
}
