package otus.server.http.h2.transfer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.http.h2.codec.Priority;

/// Priorities that a client has sent before their streams (RFC 9218 §7.1), a bounded number. Owned
/// by one connection, confined to its loop.
public final class PendingPriorities {
  private static final int MAX = 16;

  /// Created when it is needed, which is rare.
  private @Nullable Map<Integer, Priority> pending;

  /// Keeps a priority, if there is room.
  public void put(int stream, Priority priority) {
    Map<Integer, Priority> current = pending;
    if (current == null) {
      current = new LinkedHashMap<>();
      pending = current;
    }
    if (current.size() < MAX || current.containsKey(stream)) {
      current.put(stream, priority);
    }
  }

  /// Returns the priority of a stream that begins, or null.
  public @Nullable Priority take(int stream) {
    Map<Integer, Priority> current = pending;
    if (current == null) {
      return null;
    }
    Priority priority = current.remove(stream);
    current.keySet().removeIf(id -> id < stream); // those will never begin
    if (current.isEmpty()) {
      pending = null;
    }
    return priority;
  }
}
