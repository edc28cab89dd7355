package otus.server.loop;

import java.io.IOException;

/// Receives the events of one endpoint, on the thread of its loop.
///
/// Any exception that a method throws closes the endpoint. An [IOException] means a broken
/// connection and is logged at level DEBUG; any other exception is a bug and logged as an error.
public interface EndpointListener {

  /// Called if bytes, or the end of the stream, can be read.
  ///
  /// @throws IOException if the connection is broken
  void onReadable() throws IOException;

  /// Called if the endpoint can accept more bytes, only while it has interest in writing.
  ///
  /// @throws IOException if the connection is broken
  void onWritable() throws IOException;

  /// Called at most once, when the loop will drain soon but still accepts connections; for a new
  /// connection before anything else. The connection should ask its client to send the next
  /// requests elsewhere.
  ///
  /// @throws IOException if the connection is broken
  default void onShutdownAnnounced() throws IOException {}

  /// Called when the loop drains: the listener finishes the current work, then closes the endpoint
  /// as soon as possible.
  ///
  /// @throws IOException if the connection is broken
  void onDrain() throws IOException;

  /// Called exactly once, as the last call, after the endpoint was closed for any reason.
  /// The listener releases all resources of the connection here, and only here.
  void onClosed();
}
