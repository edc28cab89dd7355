package otus.server.loop.tls;

import java.io.IOException;
import java.security.Principal;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// A TLS connection over an endpoint, of which it is the listener. Passes all events to its phase:
/// the [Handshake], then the [TlsEndpoint] of the next protocol, or a [PlainRefusal]; at the end
/// maybe a [PendingClose]. Owned by the endpoint, confined to its loop.
final class TlsConnection implements EndpointListener {
  private final Endpoint below;
  private final TlsAccount account;
  private final HeldBytes held;
  private EndpointListener phase;

  TlsConnection(TlsFactory factory, Endpoint below) {
    this.below = below;
    account = factory.options().accounts().get();
    held = new HeldBytes(account);
    phase = new Handshake(factory, this, below);
    if (!account.open()) {
      below.abort();
    }
  }

  TlsAccount account() {
    return account;
  }

  HeldBytes held() {
    return held;
  }

  /// Begins another phase. The former one has released its own resources.
  void enter(EndpointListener next) {
    phase = next;
  }

  boolean isIn(EndpointListener expected) {
    return phase == expected;
  }

  @Override
  public void onReadable() throws IOException {
    phase.onReadable();
  }

  @Override
  public void onWritable() throws IOException {
    phase.onWritable();
  }

  @Override
  public void onShutdownAnnounced() throws IOException {
    phase.onShutdownAnnounced();
  }

  @Override
  public void onDrain() throws IOException {
    phase.onDrain();
  }

  @Override
  public void onClosed() {
    assert !below.isOpen();
    account.close();
    phase.onClosed();
  }

  /// Returns the subject of the certificate of the client, or null if it has sent none.
  static @Nullable Principal subject(SSLEngine engine) {
    if (!engine.getNeedClientAuth() && !engine.getWantClientAuth()) {
      return null;
    }
    try {
      return engine.getSession().getPeerPrincipal();
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
