package otus.server.staticfiles.listing;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// In which order a listing is: folders first, then by one property, of equal ones by name.
/// Immutable.
///
/// @param key the property
/// @param descending whether the greatest is first; folders are first all the same
record ListingOrder(Key key, boolean descending) {
  private static final Comparator<ListingEntry> BY_NAME =
      Comparator.comparing(ListingEntry::name, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(ListingEntry::name);

  /// What entries are compared by.
  enum Key {
    /// The name, without regard to case.
    NAME("name", BY_NAME),
    /// The size; folders have none.
    SIZE("size", Comparator.comparingLong(ListingEntry::size)),
    /// The time of the last modification.
    DATE("date", Comparator.comparing(ListingEntry::modified));

    /// How a query calls it.
    final String word;

    private final Comparator<ListingEntry> comparator;

    Key(String word, Comparator<ListingEntry> comparator) {
      this.word = word;
      this.comparator = comparator;
    }
  }

  /// The order that a query like `sort=size&order=desc` asks for. What is not understood is
  /// ignored: it is by name, ascending.
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

  /// The query that asks for it.
  String query() {
    return "?sort=" + key.word + "&order=" + (descending ? "desc" : "asc");
  }

  /// The order a reader wants who chooses this key: the other way round if it is this one's
  /// already, otherwise names from the first, sizes and dates from the greatest.
  ListingOrder select(Key selected) {
    return new ListingOrder(selected, selected == key ? !descending : selected != Key.NAME);
  }

  /// Compares as the order says; no two names are equal, so no two entries are.
  Comparator<ListingEntry> comparator() {
    Comparator<ListingEntry> directoriesFirst = Comparator.comparing(entry -> !entry.directory());
    return directoriesFirst
        .thenComparing(descending ? key.comparator.reversed() : key.comparator)
        .thenComparing(BY_NAME);
  }
}
