package otus.server.app.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The names of the handlers that have answered requests, with their indexes. Names stay, so that
/// counters continue after a reload. Any thread.
final class HandlerNames {
  /// The name for requests that reached no handler; its index is 0.
  static final String NONE = "none";

  /// Limits memory and output: further names, which only many reloads can make, share the last one.
  private static final int MAX = 1000;

  private static final String OTHER = "other";

  private final CopyOnWriteArrayList<String> names = new CopyOnWriteArrayList<>(List.of(NONE));

  /// Returns the index of a name, which is added if it is new.
  int indexOf(String name) {
    int index = names.indexOf(name);
    return index >= 0 ? index : add(name);
  }

  private synchronized int add(String name) {
    String added = names.size() < MAX ? name : OTHER;
    names.addIfAbsent(added);
    return names.indexOf(added);
  }

  List<String> all() {
    return List.copyOf(names);
  }
}
