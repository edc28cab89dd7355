package otus.server.loop.nio;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import otus.server.loop.linux.Descriptors;

/// Lets the kernel hold the connections of a listening socket of TCP until their first bytes
/// arrive (`TCP_DEFER_ACCEPT`), or for about a second. Then a connection is accepted, read,
/// answered and maybe closed in one turn of the loop.
///
/// The JDK lacks the option, and calling the system itself costs time and memory. So this is only
/// done on Linux, by a thread of its own that ends then, for a socket that has accepted [#AFTER]
/// connections. Owned by the socket; used by any thread that accepts from it.
final class DeferredAccept {
  private static final Logger LOG = System.getLogger(DeferredAccept.class.getName());
  private static final int AFTER = 1000;

  private final SocketAddress address;

  /// The number of accepted connections up to [#AFTER]. Two threads that accept at the same time,
  /// because a loop is stalled, may count too few.
  private int accepted;

  private volatile boolean on;

  /// @param address the address to which the socket is bound
  DeferredAccept(SocketAddress address) {
    this.address = address;
  }

  /// Returns whether the first bytes of a connection have most likely arrived when it is accepted.
  boolean isOn() {
    return on;
  }

  /// Counts an accepted connection.
  void onAccepted() {
    if (accepted < AFTER && ++accepted == AFTER && isSupported()) {
      try {
        Thread.ofPlatform().daemon().name("otus-defer-accept").start(this::begin);
      } catch (OutOfMemoryError e) { // no thread is left, which must not end the loop
        failed(e);
      }
    }
  }

  private boolean isSupported() {
    return address instanceof InetSocketAddress
        && System.getProperty("os.name", "").equals("Linux")
        // Otherwise Java would print a warning into the output of a program that embeds the server.
        && DeferredAccept.class.getModule().isNativeAccessEnabled();
  }

  /// Sockets of other loops that share the address may be among them: they follow soon anyway.
  private void begin() {
    try {
      List<Integer> sockets = Descriptors.listening(address);
      for (int socket : sockets) {
        Descriptors.deferAccept(socket);
      }
      on = !sockets.isEmpty();
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private static void failed(Throwable reason) {
    LOG.log(Level.DEBUG, "event=defer-accept-failed", reason);
  }
}
