package otus.server.loop;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A listener that sends back all bytes it reads. Tests override single callbacks.
class Echo implements EndpointListener {
  final Endpoint endpoint;
  final Events events;
  private ByteBuffer unsent = ByteBuffer.allocate(0);

  Echo(Endpoint endpoint, Events events) {
    this.endpoint = endpoint;
    this.events = events;
  }

  @Override
  public void onReadable() throws IOException {
    ByteBuffer bytes = endpoint.loop().inbound();
    if (endpoint.read(bytes) < 0) {
      endpoint.close();
      return;
    }
    endpoint.write(bytes.flip());
    if (bytes.hasRemaining()) {
      unsent = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
      endpoint.interest(false, true);
    }
  }

  @Override
  public void onWritable() throws IOException {
    endpoint.write(unsent);
    if (!unsent.hasRemaining()) {
      endpoint.interest(true, false);
    }
  }

  @Override
  public void onDrain() throws IOException {
    events.add("drain");
    endpoint.close();
  }

  @Override
  public void onClosed() {
    events.add("closed");
  }
}
