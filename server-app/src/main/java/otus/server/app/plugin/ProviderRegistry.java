package otus.server.app.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.Provider;
import otus.server.app.config.UsageException;

/// The providers of one kind, each under a name of its own. Main thread only.
///
/// Those of the server itself are not even loaded before somebody asks for a provider: most starts
/// need no filter.
///
/// @param <T> what they make
public final class ProviderRegistry<T> {
  private final String kind;
  private final List<ProviderEntry<T>> registry = new ArrayList<>();
  private @Nullable Iterable<? extends Provider<? extends T>> installed;

  /// @param kind what messages call what is made: `handler`
  /// @param installed the providers of the server itself
  ProviderRegistry(String kind, Iterable<? extends Provider<? extends T>> installed) {
    this.kind = kind;
    this.installed = installed;
  }

  /// All, those of the server first.
  List<ProviderEntry<T>> all() {
    Iterable<? extends Provider<? extends T>> some = installed;
    if (some != null) {
      installed = null;
      some.forEach(provider -> add(provider, null));
    }
    return List.copyOf(registry);
  }

  /// Adds one of a plugin that is being loaded.
  void add(Provider<? extends T> provider, @Nullable Path jar) {
    registry.add(ProviderEntry.of(provider, jar));
  }

  /// Adds those of one plugin, which [#check] has let pass.
  void addAll(ProviderRegistry<T> more) {
    if (more.registry.isEmpty()) {
      return;
    }
    all();
    registry.addAll(more.registry);
  }

  /// Whether each of one plugin has a name of its own.
  ///
  /// @throws UsageException if one's is taken
  void check(ProviderRegistry<T> more) {
    if (more.registry.isEmpty()) {
      return;
    }
    List<ProviderEntry<T>> known = new ArrayList<>(all());
    for (ProviderEntry<T> entry : more.registry) {
      for (ProviderEntry<T> other : known) {
        if (other.name().equals(entry.name())) {
          throw new UsageException(
              (entry.place() + " provides the " + kind + " " + entry.name() + ", as does ")
                  + (other.place() + ": remove one of them"));
        }
      }
      known.add(entry);
    }
  }

  /// Whether there is one of that name.
  boolean has(String name) {
    for (ProviderEntry<T> entry : all()) {
      if (entry.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// The provider of that name.
  ///
  /// @throws UsageException if there is none
  public ProviderEntry<T> find(String name) {
    TreeSet<String> others = new TreeSet<>();
    for (ProviderEntry<T> entry : all()) {
      if (entry.name().equals(name)) {
        return entry;
      }
      others.add(entry.name());
    }
    throw new UsageException(
        ("no such " + kind + ": " + name + "; ")
            + (others.isEmpty() ? "none is installed" : "available: " + String.join(", ", others)));
  }
}
