package otus.server.http.exchange;

import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.loop.MemoryBudget;
import otus.server.loop.MemoryBudget.Purpose;

/// How much memory the bodies hold that the connections of one loop are sending, as an estimate.
/// Owned by the loop, confined to it.
///
/// Bytes that several responses have in common, as those of a cached file, are the same object.
/// They are counted once: for the response that was the first to wait for its client, and for the
/// loop when that response ends before the others.
public final class ResponseMemory {
  /// What a body takes beside its bytes: its object, that of its buffer, a place in a list.
  private static final int OBJECT = 160;

  /// What a stream is assumed to keep ready, as feeds and files that are read do.
  public static final int STREAM = 8 * 1024;

  private final MemoryBudget budget;
  private final Map<Body.Bytes, Common> common = new IdentityHashMap<>();

  /// No bodies.
  public ResponseMemory(MemoryBudget budget) {
    this.budget = budget;
  }

  /// Begins to count a body, which has not been sent at once.
  public Use begin(Body body) {
    long size = size(body);
    if (!(FirstPart.of(body) instanceof Body.Bytes bytes)) {
      return new Use(null, false, size);
    }
    Common there = common.get(bytes);
    if (there == null) {
      common.put(bytes, new Common());
      return new Use(bytes, true, size);
    }
    there.users++;
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

  /// How many responses send the same bytes.
  private static final class Common {
    private int users = 1;

    /// Whether the loop counts them, since the response has ended that did.
    private boolean countedHere;
  }

  /// One body that is counted; owned by its response.
  public final class Use {
    private final Body.@Nullable Bytes bytes;
    private final boolean first;
    private final long size;

    private Use(Body.@Nullable Bytes bytes, boolean first, long size) {
      this.bytes = bytes;
      this.first = first;
      this.size = size;
    }

    /// How many bytes its connection holds by it.
    public long size() {
      return size;
    }

    /// Ends to count it; called once.
    public void end() {
      Common there = bytes == null ? null : common.get(bytes);
      if (bytes == null || there == null) {
        return;
      }
      there.users--;
      if (there.users == 0) {
        common.remove(bytes);
        if (there.countedHere) {
          budget.free(bytes.length());
        }
      } else if (first) {
        there.countedHere = true;
        budget.take(
            bytes.length(), Purpose.MESSAGE); // in place of the connection, which frees as much
      }
    }
  }
}
