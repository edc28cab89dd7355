package otus.server.loop;

import java.net.InetSocketAddress;

/// A socket on which connections are accepted; confined to the loop it was opened on.
public interface ListenSocket {

  /// The address it is bound to, with the port that was found if none was asked for.
  InetSocketAddress address();

  /// Whether connections are accepted; otherwise they wait in the kernel's queue.
  void accepting(boolean on);

  /// Closes the socket after telling `sink` of the connections that wait in the kernel's queue, so
  /// that closing does not reset them; nobody can connect after it. Not for use within a poll.
  /// Idempotent.
  void finish(Poller.Sink sink);
}
