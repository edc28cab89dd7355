package otus.server.loop.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import otus.server.loop.EventLoop;
import otus.server.loop.LogThrottle;
import otus.server.loop.SafeLog;
import otus.server.loop.address.AddressText;

/// The parts that all TLS connections of one loop share. Owned by the loop's owner, confined to the
/// loop, except [#counts].
public final class TlsResources {
  private static final Logger LOG = System.getLogger(TlsResources.class.getName());

  private final EventLoop loop;
  private final HandshakePool pool;
  private final TlsCounts counts = new TlsCounts();
  private final LogThrottle busy = new LogThrottle();
  private @Nullable TlsBuffers buffers;

  /// @param pool the threads for handshakes, which all loops share
  public TlsResources(EventLoop loop, HandshakePool pool) {
    this.loop = loop;
    this.pool = pool;
  }

  EventLoop loop() {
    return loop;
  }

  HandshakePool pool() {
    return pool;
  }

  /// Returns the counts of this loop. Any thread.
  public TlsCounts counts() {
    return counts;
  }

  /// Returns the buffers, which are created for the first connection.
  TlsBuffers buffers() {
    TlsBuffers current = buffers;
    if (current == null) {
      current = new TlsBuffers();
      buffers = current;
    }
    return current;
  }

  /// Logs, at a limited rate, that a connection is aborted because the pool has too much to do.
  void logBusy(SocketAddress peer) {
    long times = busy.add(loop.nanoTime());
    if (times > 0) {
      String event = "event=handshake-refused peer=" + AddressText.of(peer);
      SafeLog.log(
          LOG, Level.WARNING, event + " reason=\"too many handshakes\" times=" + times, null);
    }
  }

  /// Logs a handshake that has failed.
  static void logFailed(SocketAddress peer, Throwable failure) {
    SafeLog.log(LOG, Level.DEBUG, "event=handshake-failed peer=" + AddressText.of(peer), failure);
  }
}
