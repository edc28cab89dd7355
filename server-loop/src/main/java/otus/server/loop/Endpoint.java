package otus.server.loop;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// One end of a connection: a non-blocking pipe in both directions, confined to its loop.
///
/// A new endpoint has interest in reading. Readiness is level-triggered: whoever leaves bytes
/// unread, or does not want to write, says so with [#interest], or is called again in every turn.
public interface Endpoint {

  /// The loop it lives on.
  EventLoop loop();

  /// The address of the other end.
  SocketAddress peer();

  /// Reads what is there.
  ///
  /// @return the number of bytes, 0 if there are none now, -1 after the other end has finished
  /// @throws IOException if the connection is broken
  int read(ByteBuffer target) throws IOException;

  /// Writes as much as the pipe takes now, moving the buffer's position.
  ///
  /// @throws IOException if the connection is broken
  int write(ByteBuffer source) throws IOException;

  /// Writes from several buffers, in order, as much as the pipe takes now.
  ///
  /// @throws IOException if the connection is broken
  long write(ByteBuffer[] sources, int offset, int length) throws IOException;

  /// Sends a part of a file, as much as the pipe takes now, without copying it where the kernel
  /// can.
  ///
  /// @return the number of bytes; 0 means that the pipe is full *or* that the file ends before
  ///     `position`: the caller checks the file's size
  /// @throws IOException if the connection is broken or the file cannot be read
  long send(FileChannel file, long position, long count) throws IOException;

  /// Says which readiness the listener wants to hear of.
  void interest(boolean reading, boolean writing);

  /// Finishes this side: the other end reads an end after what was written.
  ///
  /// @throws IOException if the connection is broken
  void shutdownOutput() throws IOException;

  /// Closes the connection and then calls [EndpointListener#onClosed]. Idempotent.
  void close();

  /// Closes the connection so that the other end cannot take what it got for the whole: a reset
  /// rather than an end, where the transport has one. Otherwise as [#close].
  void abort();

  /// Whether it has not been closed.
  boolean isOpen();
}
