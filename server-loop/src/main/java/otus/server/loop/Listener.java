package otus.server.loop;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One address on which a group listens, and the protocol of its connections: the loop that serves
/// an accepted connection, and the connection factory there. Made before the loops start; then each
/// loop asks for itself.
final class Listener {
  private final Map<Loop, ConnectionFactory> factories = new IdentityHashMap<>();

  /// The loop that accepts for all others; null if each loop accepts for itself.
  private final @Nullable Loop accepting;

  private final List<Loop> loops;
  private int next;

  /// @param spread whether each loop has a listening socket and accepts for itself; otherwise the
  ///     first loop accepts, and assigns the connections to all loops in turn
  /// @param protocol creates the connection factory of each loop
  Listener(
      List<Loop> loops,
      boolean spread,
      Function<? super EventLoop, ? extends ConnectionFactory> protocol) {
    this.loops = loops;
    this.accepting = spread ? null : loops.getFirst();
    loops.forEach(loop -> factories.put(loop, protocol.apply(loop)));
  }

  /// Returns the loop that serves a connection.
  ///
  /// @param loop the loop that has accepted it, perhaps in place of a stalled one
  Loop place(Loop loop) {
    if (loop != accepting) {
      return loop;
    }
    Loop chosen = loops.get(next);
    next = (next + 1) % loops.size();
    return chosen;
  }

  /// Returns the connection factory of a loop.
  ConnectionFactory factory(Loop loop) {
    ConnectionFactory factory = factories.get(loop);
    if (factory == null) {
      throw new IllegalArgumentException("a loop of another group");
    }
    return factory;
  }
}
