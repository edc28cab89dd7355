package otus.server.loop;

import java.io.IOException;
import java.net.SocketAddress;

/// A way to wait for sockets, found by [java.util.ServiceLoader] within this module.
public interface Transport {

  /// Opens a poller. Any thread.
  ///
  /// @throws IOException if no descriptor is left
  Poller open() throws IOException;

  /// Returns whether the kernel spreads the connections of an address over several loops that
  /// listen on it.
  boolean spreadsConnections(SocketAddress address);
}
