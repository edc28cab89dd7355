package otus.server.loop;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A way to wait for sockets; found by [java.util.ServiceLoader] within this module.
public interface Transport {

  /// A new poller; any thread.
  ///
  /// @throws IOException if the system has no more descriptors
  Poller open() throws IOException;

  /// Makes sure that nobody listens on an address, which listening on a shared one does not tell.
  ///
  /// @return the address, with a free port if none was asked for
  /// @throws IOException if the address cannot be had
  InetSocketAddress probe(InetSocketAddress address) throws IOException;

  /// Whether several loops can listen on one address and have the kernel spread the connections.
  boolean spreadsConnections();
}
