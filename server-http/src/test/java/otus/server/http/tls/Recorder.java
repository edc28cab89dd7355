package otus.server.http.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// A protocol that records its events, and writes for the test.
final class Recorder implements EndpointListener {
  final Endpoint endpoint;
  final StringBuilder received = new StringBuilder();
  final List<String> events = new ArrayList<>();

  /// The number of bytes of one read.
  int size = 64 * 1024;

  /// The bytes to write.
  ByteBuffer output = ByteBuffer.allocate(0);

  boolean ended;

  Recorder(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  void write(String text) throws IOException {
    output = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    onWritable();
  }

  boolean isFlushed() throws IOException {
    return !output.hasRemaining() && endpoint.flush();
  }

  @Override
  public void onReadable() throws IOException {
    ByteBuffer target = ByteBuffer.allocate(size);
    ended |= endpoint.read(target) < 0;
    received.append(new String(target.array(), 0, target.position(), StandardCharsets.ISO_8859_1));
    endpoint.interest(!ended, output.hasRemaining());
  }

  @Override
  public void onWritable() throws IOException {
    endpoint.write(output);
    endpoint.interest(!ended, !isFlushed());
  }

  @Override
  public void onShutdownAnnounced() {
    events.add("announced");
  }

  @Override
  public void onDrain() {
    events.add("drain");
  }

  @Override
  public void onClosed() {
    events.add("closed");
  }
}
