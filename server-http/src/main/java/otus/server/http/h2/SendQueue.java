package otus.server.http.h2;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.http.h2.codec.Priority;

/// The streams of one connection that have content to send, in the order of their priorities (RFC
/// 9218 §10). Owned by the [Sender], confined to its loop.
///
/// The stream of the most urgent level sends first. Within a level, responses that are useful only
/// when they are complete are sent one after the other; incremental ones take turns, frame by
/// frame, with each other and with the first of the others. One in [#SHARE] frames is of a less
/// urgent level, so that no response starves.
final class SendQueue {
  private static final int LEVELS = 8;
  private static final int SHARE = 16;

  private final List<Level> levels = new ArrayList<>(LEVELS);
  private int size;
  private int turns;

  /// The streams of one urgency.
  private static final class Level {
    private final Deque<Http2Stream> sequential = new ArrayDeque<>(2);
    private final Deque<Http2Stream> incremental = new ArrayDeque<>(2);

    /// Whether the turn of the incremental ones is next.
    private boolean turn;

    private boolean isEmpty() {
      return sequential.isEmpty() && incremental.isEmpty();
    }

    private Http2Stream next() {
      boolean one = incremental.isEmpty() || (!turn && !sequential.isEmpty());
      turn = one;
      if (one) {
        return sequential.getFirst();
      }
      Http2Stream first = incremental.removeFirst();
      incremental.addLast(first);
      return first;
    }

    private Deque<Http2Stream> of(Priority priority) {
      return priority.incremental() ? incremental : sequential;
    }
  }

  SendQueue() {
    for (int i = 0; i < LEVELS; i++) {
      levels.add(new Level());
    }
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// Adds a stream, at the end of its level.
  void add(Http2Stream stream) {
    Priority priority = stream.priority();
    levels.get(priority.urgency()).of(priority).addLast(stream);
    size++;
  }

  /// Removes a stream, whose priority is still that with which it was added.
  ///
  /// @return whether the stream was there
  boolean remove(Http2Stream stream) {
    Priority priority = stream.priority();
    boolean removed = levels.get(priority.urgency()).of(priority).remove(stream);
    size -= removed ? 1 : 0;
    return removed;
  }

  /// Returns the stream that sends the next frame, without removing it. Null if all have to wait.
  @Nullable Http2Stream next() {
    if (size == 0) {
      return null;
    }
    int first = at(0);
    turns++;
    if (turns % SHARE == 0) {
      int second = at(first + 1);
      first = second < LEVELS ? second : first;
    }
    return levels.get(first).next();
  }

  /// Returns the most urgent level that is not empty, from a level on.
  private int at(int from) {
    int level = from;
    while (level < LEVELS && levels.get(level).isEmpty()) {
      level++;
    }
    return level;
  }
}
