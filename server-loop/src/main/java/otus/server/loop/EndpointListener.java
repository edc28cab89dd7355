package otus.server.loop;

import java.io.IOException;

/// Hears what happens at one endpoint; all methods are called on its loop.
///
/// Whatever a method throws closes the endpoint: an [IOException] is a broken connection and hardly
/// worth a line in the log, anything else is a bug and logged as one.
public interface EndpointListener {

  /// There are bytes, or the end, to read.
  ///
  /// @throws IOException if the connection is broken
  void onReadable() throws IOException;

  /// The pipe takes bytes again; called only if interest in writing was said.
  ///
  /// @throws IOException if the connection is broken
  void onWritable() throws IOException;

  /// The loop is about to end: finish what was begun, then close, the sooner the better.
  ///
  /// @throws IOException if the connection is broken
  void onDrain() throws IOException;

  /// The endpoint was closed, by whomever; called exactly once, as the last call. Here, and only
  /// here, everything the connection holds is released.
  void onClosed();
}
