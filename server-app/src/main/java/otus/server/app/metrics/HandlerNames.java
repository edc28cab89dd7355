package otus.server.app.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The handlers that have answered requests, by site, with their indexes. Names stay, so that
/// counters continue after a reload. Any thread.
final class HandlerNames {
  /// The name of the handler for requests that reached no handler.
  static final String NONE = "none";

  /// Limits memory and output: further names, which only many reloads can make, share the last one.
  private static final int MAX = 1000;

  /// The site and the handler of the last name.
  static final String SHARED = "other";

  private static final Name OTHER = new Name(SHARED, SHARED);

  /// The name with index 0.
  private static final Name FIRST = new Name(ProviderMetrics.DEFAULT_SITE, NONE);

  private final CopyOnWriteArrayList<Name> names = new CopyOnWriteArrayList<>(List.of(FIRST));
  private final Map<Name, Integer> indexes = new ConcurrentHashMap<>(Map.of(FIRST, 0));

  /// A handler of a site.
  record Name(String site, String handler) {

    // Written by hand: the JVM links the methods that a record generates at their first call, which
    // took a fifth of the start.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name name && site.equals(name.site) && handler.equals(name.handler);
    }

    @Override
    public int hashCode() {
      return 31 * site.hashCode() + handler.hashCode();
    }
  }

  /// Returns the index of a handler, which is added if it is new.
  int indexOf(String site, String handler) {
    Name name = new Name(site, handler);
    Integer index = indexes.get(name);
    return index == null ? add(name) : index;
  }

  private synchronized int add(Name name) {
    Name added = names.size() < MAX ? name : OTHER;
    names.addIfAbsent(added);
    int index = names.indexOf(added);
    indexes.put(added, index);
    return index;
  }

  List<Name> all() {
    return List.copyOf(names);
  }
}
