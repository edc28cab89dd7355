package otus.server.api.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;

/// Reads bodies like the server, without closing them. Confined to one thread.
final class Bodies {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Bodies() {}

  static byte[] bytes(Body body) throws Exception {
    Bodies all = new Bodies();
    all.add(body);
    return all.bytes.toByteArray();
  }

  private void add(Body body) throws Exception {
    switch (body) {
      case Body.Empty empty -> {} // has no bytes
      case Body.Bytes part -> add(part.buffer().duplicate());
      case Body.FileRegion region -> add(region);
      case Body.Stream(ByteSource source, long length) -> add(source, length);
      case Body.Sequence sequence -> {
        for (Body part : sequence.parts()) {
          add(part);
        }
      }
    }
  }

  private void add(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(copy);
    bytes.writeBytes(copy);
  }

  private void add(Body.FileRegion region) throws Exception {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(region.length()));
    while (buffer.hasRemaining()) {
      if (region.file().channel().read(buffer, region.offset() + buffer.position()) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
    if (!region.file().isUnchanged()) {
      throw new IOException("the file has changed");
    }
    add(buffer.flip());
  }

  private void add(ByteSource source, long length) throws Exception {
    int before = bytes.size();
    while (Reply.await(source.next()) instanceof Chunk.Data(ByteBuffer chunk)) {
      if (!chunk.hasRemaining()) {
        throw new AssertionError("a chunk lost its bytes");
      }
      add(chunk);
    }
    int count = bytes.size() - before;
    if (length != Body.UNKNOWN && length != count) {
      throw new AssertionError("a source of " + length + " bytes gave " + count);
    }
  }
}
