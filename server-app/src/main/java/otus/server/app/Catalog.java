package otus.server.app;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import otus.server.api.spi.HandlerProvider;

/// The providers there are, of the server and of plugins, each under a name of its own. Main thread
/// only.
final class Catalog {
  private final List<Offer> offers = new ArrayList<>();

  /// The providers that the server was started with.
  static Catalog of(Iterable<HandlerProvider> installed) {
    Catalog catalog = new Catalog();
    for (HandlerProvider provider : installed) {
      catalog.offers.add(Offer.of(provider, null));
    }
    return catalog;
  }

  /// Adds the providers of one plugin: all, or none if one of their names is taken.
  ///
  /// @throws Mistake if it is
  void add(List<Offer> more) {
    List<Offer> all = new ArrayList<>(offers);
    for (Offer offer : more) {
      for (Offer other : all) {
        if (other.name().equals(offer.name())) {
          throw new Mistake(
              (offer.place() + " provides the handler " + offer.name() + ", as does ")
                  + (other.place() + ": remove one of them"));
        }
      }
      all.add(offer);
    }
    offers.addAll(more);
  }

  /// Whether there is one of that name.
  boolean has(String name) {
    for (Offer offer : offers) {
      if (offer.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// All, those of the server first.
  List<Offer> offers() {
    return List.copyOf(offers);
  }

  /// The provider of that name.
  ///
  /// @throws Mistake if there is none
  Offer find(String name) {
    TreeSet<String> others = new TreeSet<>();
    for (Offer offer : offers) {
      if (offer.name().equals(name)) {
        return offer;
      }
      others.add(offer.name());
    }
    throw new Mistake(
        "no handler is called "
            + (name + ": ")
            + (others.isEmpty()
                ? "there is none at all"
                : "there is " + String.join(", ", others)));
  }
}
