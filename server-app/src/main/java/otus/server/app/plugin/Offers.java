package otus.server.app.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.Provider;
import otus.server.app.config.Mistake;

/// The providers of one kind, each under a name of its own. Main thread only.
///
/// Those of the server itself are not even loaded before somebody asks for a provider: most starts
/// need no filter.
///
/// @param <T> what they make
public final class Offers<T> {
  private final String kind;
  private final List<Offer<T>> offers = new ArrayList<>();
  private @Nullable Iterable<? extends Provider<? extends T>> installed;

  /// @param kind what messages call what is made: `handler`
  /// @param installed the providers of the server itself
  Offers(String kind, Iterable<? extends Provider<? extends T>> installed) {
    this.kind = kind;
    this.installed = installed;
  }

  /// All, those of the server first.
  List<Offer<T>> all() {
    Iterable<? extends Provider<? extends T>> some = installed;
    if (some != null) {
      installed = null;
      some.forEach(provider -> add(provider, null));
    }
    return List.copyOf(offers);
  }

  /// Adds one of a plugin that is being loaded.
  void add(Provider<? extends T> provider, @Nullable Path jar) {
    offers.add(Offer.of(provider, jar));
  }

  /// Adds those of one plugin, which [#check] has let pass.
  void addAll(Offers<T> more) {
    if (more.offers.isEmpty()) {
      return;
    }
    all();
    offers.addAll(more.offers);
  }

  /// Whether each of one plugin has a name of its own.
  ///
  /// @throws Mistake if one's is taken
  void check(Offers<T> more) {
    if (more.offers.isEmpty()) {
      return;
    }
    List<Offer<T>> known = new ArrayList<>(all());
    for (Offer<T> offer : more.offers) {
      for (Offer<T> other : known) {
        if (other.name().equals(offer.name())) {
          throw new Mistake(
              (offer.place() + " provides the " + kind + " " + offer.name() + ", as does ")
                  + (other.place() + ": remove one of them"));
        }
      }
      known.add(offer);
    }
  }

  /// Whether there is one of that name.
  boolean has(String name) {
    for (Offer<T> offer : all()) {
      if (offer.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// The provider of that name.
  ///
  /// @throws Mistake if there is none
  public Offer<T> find(String name) {
    TreeSet<String> others = new TreeSet<>();
    for (Offer<T> offer : all()) {
      if (offer.name().equals(name)) {
        return offer;
      }
      others.add(offer.name());
    }
    throw new Mistake(
        ("no such " + kind + ": " + name + "; ")
            + (others.isEmpty() ? "none is installed" : "available: " + String.join(", ", others)));
  }
}
