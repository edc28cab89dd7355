package otus.server.loop;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A socket on which connections are accepted; confined to the loop it was opened on
/// but for [#accept].
public interface ListenSocket {

  /// The address it is bound to, with the port that was found if none was asked for.
  InetSocketAddress address();

  /// Lets the sockets of other pollers listen on the same address from now on, and the kernel
  /// spread the connections over them.
  ///
  /// @throws IOException if the system does not know that
  void share() throws IOException;

  /// Whether connections are accepted; otherwise they wait in the kernel's queue.
  void accepting(boolean on);

  /// Accepts some of the connections that wait in the kernel's queue and tells `sink` of them; any
  /// thread.
  void accept(Poller.Sink sink);

  /// Closes the socket after telling `sink` of the connections that wait in the kernel's queue, so
  /// that closing does not reset them; nobody can connect after it. Not for use within a poll.
  /// Idempotent.
  void finish(Poller.Sink sink);
}
