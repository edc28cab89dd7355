package otus.server.staticfiles.listing;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.directory.NaturalOrder;

/// The order of a listing: directories first, then by one property, then by name. Immutable.
///
/// @param key the property
/// @param descending whether the greatest is first; directories are first in either case
record ListingOrder(Key key, boolean descending) {
  private static final Comparator<ListingEntry> BY_NAME =
      Comparator.comparing(ListingEntry::name, NaturalOrder.INSTANCE);

  /// The property that entries are sorted by.
  enum Key {
    /// The name, in natural order.
    NAME("name", BY_NAME),
    /// The size; directories have none.
    SIZE("size", Comparator.comparingLong(ListingEntry::size)),
    /// The modification time.
    DATE("date", Comparator.comparing(ListingEntry::modified));

    /// Its name in a query.
    final String word;

    private final Comparator<ListingEntry> comparator;

    Key(String word, Comparator<ListingEntry> comparator) {
      this.word = word;
      this.comparator = comparator;
    }
  }

  /// Returns the order of a query such as `sort=size&order=desc`. Unknown values are ignored; the
  /// default is by name, ascending.
  static ListingOrder of(@Nullable String rawQuery) {
    String sort = QueryValue.of(rawQuery, "sort");
    Key requested = Key.NAME;
    for (Key key : Key.values()) {
      if (key.word.equals(sort)) {
        requested = key;
      }
    }
    return new ListingOrder(requested, "desc".equals(QueryValue.of(rawQuery, "order")));
  }

  /// Returns the query for this order.
  String query() {
    return "?sort=" + key.word + "&order=" + (descending ? "desc" : "asc");
  }

  /// Returns the order after a reader selects a column: the reverse order if it is sorted by this
  /// column already; otherwise names ascending, sizes and dates descending.
  ListingOrder select(Key selected) {
    return new ListingOrder(selected, selected == key ? !descending : selected != Key.NAME);
  }

  /// Returns the comparator of this order; names are unique, so no two entries are equal.
  Comparator<ListingEntry> comparator() {
    Comparator<ListingEntry> directoriesFirst = Comparator.comparing(entry -> !entry.directory());
    return directoriesFirst
        .thenComparing(descending ? key.comparator.reversed() : key.comparator)
        .thenComparing(BY_NAME);
  }
}
