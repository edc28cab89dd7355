package otus.server.http.h2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.http.exchange.Exchange;

/// The streams of one connection that have not ended, by their identifiers, and the work of ended
/// ones that still runs. Owned by the connection, confined to its loop.
///
/// A hash table with linear probing: identifiers are odd and mostly consecutive, so collisions are
/// rare.
final class Streams {
  private static final int MIN_CAPACITY = 8;

  private @Nullable Http2Stream[] table = new @Nullable Http2Stream[MIN_CAPACITY];
  private int size;

  /// Exchanges of ended streams whose blocking work may still run.
  private final List<Exchange> working = new ArrayList<>(0);

  int size() {
    return size;
  }

  /// Returns the number of streams that count for the limit of concurrent ones: a stream that was
  /// reset counts until its work has ended, or resets would multiply the work of a connection.
  int concurrent() {
    if (!working.isEmpty()) {
      working.removeIf(exchange -> !exchange.isWorking());
    }
    return size + working.size();
  }

  /// Returns a stream, or null.
  @Nullable Http2Stream get(int id) {
    int mask = table.length - 1;
    int at = slot(id, mask);
    while (true) {
      Http2Stream found = table[at];
      if (found == null || found.id() == id) {
        return found;
      }
      at = at + 1 & mask;
    }
  }

  private static int slot(int id, int mask) {
    return id >>> 1 & mask;
  }

  /// Adds a stream with a new identifier.
  void add(Http2Stream stream) {
    if (2 * (size + 1) > table.length) {
      resize(2 * table.length);
    }
    put(stream);
    size++;
  }

  private void put(Http2Stream stream) {
    int mask = table.length - 1;
    int at = slot(stream.id(), mask);
    while (table[at] != null) {
      at = at + 1 & mask;
    }
    table[at] = stream;
  }

  private void resize(int capacity) {
    @Nullable Http2Stream[] former = table;
    table = new @Nullable Http2Stream[capacity];
    for (Http2Stream each : former) {
      if (each != null) {
        put(each);
      }
    }
  }

  /// Removes a stream, which has ended.
  void remove(Http2Stream stream) {
    int mask = table.length - 1;
    int hole = slot(stream.id(), mask);
    while (table[hole] != stream) {
      if (table[hole] == null) {
        return;
      }
      hole = hole + 1 & mask;
    }
    table[hole] = null;
    size--;
    // Closes the gap: the following entries may have been moved past their slots.
    int at = hole + 1 & mask;
    for (Http2Stream each = table[at]; each != null; each = table[at]) {
      table[at] = null;
      put(each);
      at = at + 1 & mask;
    }
    if (size == 0 && table.length > MIN_CAPACITY) {
      table = new @Nullable Http2Stream[MIN_CAPACITY];
    }
    if (stream.exchange().isWorking()) {
      working.add(stream.exchange());
    }
  }

  /// Returns all streams, in no particular order, as a copy.
  List<Http2Stream> all() {
    List<Http2Stream> all = new ArrayList<>(size);
    for (Http2Stream each : table) {
      if (each != null) {
        all.add(each);
      }
    }
    return all;
  }
}
