package otus.server.http.tls;

import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.loop.tls.TlsAccount;

/// Counts the memory of one encrypted connection, beside that of the protocol in it, and its phase
/// while no protocol does. Owned by the connection, confined to its loop.
final class TlsConnectionAccount implements TlsAccount {
  /// Memory of the objects of a connection during its handshake, in bytes. Measured: about 13,000.
  private static final int HANDSHAKE = 12 * 1024;

  /// Memory of its objects after that, in bytes. Measured: about 5,500 with TLS 1.3, 4,000 with TLS
  /// 1.2.
  private static final int ESTABLISHED = 4 * 1024;

  private final LoopContext context;
  private final ConnectionMemory memory;
  private Phase phase = Phase.NONE;

  TlsConnectionAccount(LoopContext context) {
    this.context = context;
    memory = new ConnectionMemory(context, HANDSHAKE);
  }

  @Override
  public boolean open() {
    move(Phase.READING);
    return memory.open();
  }

  @Override
  public boolean hold(long bytes) {
    return memory.hold(bytes);
  }

  @Override
  public void established() {
    move(Phase.NONE);
    memory.shrink(ESTABLISHED);
  }

  @Override
  public void departing() {
    move(Phase.CLOSING);
  }

  @Override
  public void close() {
    move(Phase.NONE);
    memory.close();
  }

  private void move(Phase next) {
    phase = context.connections().move(phase, next);
  }
}
