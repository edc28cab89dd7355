package otus.server.loop;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ServiceLoader;

/// A way to wait for sockets, found by [java.util.ServiceLoader] within this module.
public interface Transport {

  /// Returns the transport of this module or jar, which the context class loader may not see.
  static Transport find() {
    for (var found : ServiceLoader.load(Transport.class, Transport.class.getClassLoader())) {
      return found;
    }
    throw new IllegalStateException("no transport: META-INF/services is lost from server-loop.jar");
  }

  /// Opens a poller. Any thread.
  ///
  /// @throws IOException if no descriptor is left
  Poller open() throws IOException;

  /// Returns whether the kernel spreads the connections of an address over several loops that
  /// listen on it.
  boolean spreadsConnections(SocketAddress address);
}
