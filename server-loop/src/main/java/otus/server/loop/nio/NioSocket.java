package otus.server.loop.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import otus.server.loop.Poller;

/// An accepted connection on its way from the accepting loop to its own loop. Any thread.
///
/// @param hasBytes whether its first bytes have most likely arrived
record NioSocket(SocketChannel channel, boolean hasBytes) implements Poller.AcceptedSocket {

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket could not be closed", e);
    }
  }
}
