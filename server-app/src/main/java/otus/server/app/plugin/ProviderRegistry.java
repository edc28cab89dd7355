package otus.server.app.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.Provider;
import otus.server.app.config.UsageException;

/// The providers of one kind, by unique name. Main thread only.
///
/// The server's own providers are loaded on first use, since most starts need no filter.
///
/// @param <T> the type that the providers create
public final class ProviderRegistry<T> {
  private final String kind;
  private final List<ProviderEntry<T>> entries = new ArrayList<>();
  private @Nullable Iterable<? extends Provider<? extends T>> installed;

  /// @param kind the kind for messages, such as `handler`
  /// @param installed the server's own providers, iterated on first use
  ProviderRegistry(String kind, Iterable<? extends Provider<? extends T>> installed) {
    this.kind = kind;
    this.installed = installed;
  }

  /// All providers, those of the server first.
  List<ProviderEntry<T>> all() {
    Iterable<? extends Provider<? extends T>> some = installed;
    if (some != null) {
      installed = null;
      some.forEach(provider -> add(provider, null));
    }
    return List.copyOf(entries);
  }

  /// Adds a provider.
  ///
  /// @param jar jar of the provider, or null if it is part of the server
  void add(Provider<? extends T> provider, @Nullable Path jar) {
    entries.add(ProviderEntry.of(provider, jar));
  }

  /// Adds the providers of one plugin, whose names [#check] has accepted.
  void addAll(ProviderRegistry<T> more) {
    if (!more.entries.isEmpty()) {
      all();
      entries.addAll(more.entries);
    }
  }

  /// Checks that the names of a plugin's providers are unique.
  ///
  /// @throws UsageException if a name is taken
  void check(ProviderRegistry<T> more) {
    if (more.entries.isEmpty()) {
      return;
    }
    Map<String, ProviderEntry<T>> known = byName();
    for (ProviderEntry<T> entry : more.entries) {
      ProviderEntry<T> other = known.putIfAbsent(entry.name(), entry);
      if (other != null) {
        throw new UsageException(
            (entry.place() + " provides the " + kind + " " + entry.name() + ", as does ")
                + (other.place() + ": remove one of them"));
      }
    }
  }

  /// Finds a provider by name.
  ///
  /// @throws UsageException if no provider has that name
  public ProviderEntry<T> find(String name) {
    Map<String, ProviderEntry<T>> known = byName();
    ProviderEntry<T> found = known.get(name);
    if (found != null) {
      return found;
    }
    throw new UsageException(
        ("no such " + kind + ": " + name + "; ")
            + (known.isEmpty()
                ? "none is installed"
                : "available: " + String.join(", ", known.keySet())));
  }

  private Map<String, ProviderEntry<T>> byName() {
    Map<String, ProviderEntry<T>> byName = new TreeMap<>();
    all().forEach(entry -> byName.putIfAbsent(entry.name(), entry));
    return byName;
  }
}
