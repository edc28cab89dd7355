package otus.server.loop;

import java.io.IOException;
import java.lang.System.Logger.Level;
import otus.server.loop.address.AddressText;

/// Calls the listeners of endpoints. Everything that they throw closes only their connection; so do
/// connections with what a task or timer of theirs throws. Stateless; on the thread of the loop.
public final class ListenerCalls {

  private ListenerCalls() {}

  static void ready(Poller.ReadyEndpoint ready, boolean readable, boolean writable) {
    try {
      if (readable) {
        ready.listener().onReadable();
      }
      if (writable && ready.endpoint().isOpen()) {
        ready.listener().onWritable();
      }
    } catch (Throwable e) {
      fail(ready.endpoint(), e);
    }
  }

  /// Announces the end of the loop.
  ///
  /// @param now whether the loop drains, and not only will
  static void shutDown(Poller.ReadyEndpoint ready, boolean now) {
    try {
      if (now) {
        ready.listener().onDrain();
      } else {
        ready.listener().onShutdownAnnounced();
      }
    } catch (Throwable e) {
      fail(ready.endpoint(), e);
    }
  }

  /// Aborts a connection that has failed, and logs why; at a low level if it is only broken.
  ///
  /// @param failure an [IOException] if the connection is broken
  public static void fail(Endpoint endpoint, Throwable failure) {
    endpoint.abort();
    boolean broken = failure instanceof IOException;
    String event = broken ? "event=connection-broken peer=" : "event=connection-failed peer=";
    Loop.log(broken ? Level.DEBUG : Level.ERROR, event + AddressText.of(endpoint.peer()), failure);
  }
}
