package otus.server.loop;

import java.io.IOException;
import java.net.SocketAddress;

/// A listening socket. Confined to the loop that opened it, except [#accept].
public interface ListenSocket {

  /// Returns the bound address, with the actual port if port 0 was requested.
  SocketAddress address();

  /// Allows sockets of other pollers to listen on the same address from now on; the kernel spreads
  /// the connections over them.
  ///
  /// @throws IOException if the system does not support it
  void share() throws IOException;

  /// Resumes or pauses accepting; while paused, connections wait in the kernel's queue.
  void accepting(boolean on);

  /// Accepts some connections of the kernel's queue and passes them to `sink`. Any thread.
  void accept(Poller.Sink sink);

  /// Passes all connections of the kernel's queue to `sink`, so that closing does not reset them,
  /// then closes the socket; later connections are refused. Must not be called within a poll.
  /// Idempotent.
  void finish(Poller.Sink sink);

  /// Closes the socket without accepting what waits in the kernel's queue, because another process
  /// has a copy of the socket and accepts it. Must not be called within a poll. Idempotent.
  void leave();
}
