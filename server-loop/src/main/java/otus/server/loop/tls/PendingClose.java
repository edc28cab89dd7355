package otus.server.loop.tls;

import java.io.IOException;
import otus.server.loop.Deadline;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// The end of a connection that the next protocol has closed, until its last records have left:
/// their plaintext was accepted, so it must not be lost. Owned by the [TlsConnection], confined to
/// its loop.
final class PendingClose implements EndpointListener {
  private final TlsFactory factory;
  private final TlsConnection connection;
  private final Endpoint below;
  private final CipherOutput output;
  private final Deadline deadline;

  PendingClose(TlsFactory factory, TlsConnection connection, Endpoint below, CipherOutput output) {
    this.factory = factory;
    this.connection = connection;
    this.below = below;
    this.output = output;
    deadline = below.loop().deadline(below::abort);
  }

  void begin() throws IOException {
    connection.enter(this);
    if (output.pass()) {
      below.close();
      return;
    }
    connection.account().departing();
    deadline.set(factory.options().lingerTime().get());
    below.interest(false, true);
  }

  @Override
  public void onReadable() {
    // without interest
  }

  @Override
  public void onWritable() throws IOException {
    if (output.pass()) {
      below.close();
    }
  }

  @Override
  public void onDrain() {
    // the deadline is short
  }

  @Override
  public void onClosed() {
    deadline.giveUp();
  }
}
