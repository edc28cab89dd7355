package otus.server.loop.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import otus.server.loop.Deadline;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// The end of a connection whose client does not speak TLS: sends an answer in plain text, and
/// discards what the client still sends, so that the system does not reset the connection before
/// the client has read the answer. Owned by the [TlsConnection], confined to its loop.
final class PlainRefusal implements EndpointListener {
  private final TlsFactory factory;
  private final TlsConnection connection;
  private final Endpoint below;
  private final ByteBuffer answer;
  private final Deadline deadline;

  PlainRefusal(TlsFactory factory, TlsConnection connection, Endpoint below) {
    this.factory = factory;
    this.connection = connection;
    this.below = below;
    String text = factory.options().plainAnswer().get();
    answer = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    deadline = below.loop().deadline(below::close);
  }

  void begin() throws IOException {
    connection.enter(this);
    connection.account().departing();
    deadline.set(factory.options().lingerTime().get());
    onWritable();
  }

  @Override
  public void onReadable() throws IOException {
    if (below.read(factory.resources().buffers().arrived()) < 0) {
      below.close();
    }
  }

  @Override
  public void onWritable() throws IOException {
    if (!answer.hasRemaining()) {
      return;
    }
    below.write(answer);
    below.interest(true, answer.hasRemaining());
    if (!answer.hasRemaining()) {
      below.shutdownOutput();
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
