package otus.server.http.exchange;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.loop.MemoryBudget;
import otus.server.loop.MemoryBudget.Purpose;

/// Estimates the memory of the response bodies that the connections of one loop are sending. Owned
/// by the loop, confined to it.
///
/// Responses may share bytes, for example those of a cached file. Shared bytes are counted once:
/// for the first response that had to wait for its client, or for the loop after that response has
/// ended before the others.
public final class ResponseMemory {
  /// Memory of a body beside its bytes: its object, its buffer object, an entry of a list.
  private static final int OBJECT = 160;

  /// Bytes that a stream is assumed to buffer, as feeds and files do.
  public static final int STREAM = 8 * 1024;

  private final MemoryBudget budget;
  private final Map<Body.Bytes, Shared> shared = new IdentityHashMap<>();

  /// Creates an estimate without bodies.
  public ResponseMemory(MemoryBudget budget) {
    this.budget = budget;
  }

  /// Begins to count a body that could not be sent at once.
  public Use begin(Body body) {
    long size = size(body);
    if (!(ResponseBodyReader.firstPart(body) instanceof Body.Bytes bytes)) {
      return new Use(null, false, size);
    }
    Shared known = shared.get(bytes);
    if (known == null) {
      shared.put(bytes, new Shared());
      return new Use(bytes, true, size);
    }
    known.users++;
    return new Use(bytes, false, size - bytes.length());
  }

  private static long size(Body body) {
    return switch (body) {
      case Body.Empty empty -> 0;
      case Body.Bytes(ByteBuffer buffer) -> OBJECT + buffer.limit();
      case Body.FileRegion region -> OBJECT;
      case Body.Stream(var source, long length) -> OBJECT + (length == 0 ? 0 : STREAM);
      case Body.Sequence(List<Body> parts) -> {
        long sum = OBJECT;
        for (Body part : parts) {
          sum += size(part);
        }
        yield sum;
      }
    };
  }

  /// Responses that send the same bytes.
  private static final class Shared {
    private int users = 1;

    /// Whether the bytes are counted for the loop, after the response that counted them has ended.
    private boolean countedForLoop;
  }

  /// The use of one body by one response. Owned by the response.
  public final class Use {
    private final Body.@Nullable Bytes bytes;
    private final boolean first;
    private final long size;

    private Use(Body.@Nullable Bytes bytes, boolean first, long size) {
      this.bytes = bytes;
      this.first = first;
      this.size = size;
    }

    /// Returns the number of bytes that count for the connection.
    public long size() {
      return size;
    }

    /// Ends the use; called once.
    public void end() {
      Shared known = bytes == null ? null : shared.get(bytes);
      if (bytes == null || known == null) {
        return;
      }
      known.users--;
      if (known.users == 0) {
        shared.remove(bytes);
        if (known.countedForLoop) {
          budget.free(bytes.length());
        }
      } else if (first) {
        known.countedForLoop = true;
        // The connection frees the same number of bytes.
        budget.take(bytes.length(), Purpose.MESSAGE);
      }
    }
  }
}
