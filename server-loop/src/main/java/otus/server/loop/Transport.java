package otus.server.loop;

import java.io.IOException;

/// A way to wait for sockets; found by [java.util.ServiceLoader] within this module.
public interface Transport {

  /// A new poller; any thread.
  ///
  /// @throws IOException if the system has no more descriptors
  Poller open() throws IOException;

  /// Whether several loops can listen on one address and have the kernel spread the connections.
  boolean spreadsConnections();
}
