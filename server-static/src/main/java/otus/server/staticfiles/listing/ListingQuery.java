package otus.server.staticfiles.listing;

import org.jspecify.annotations.Nullable;
import otus.server.api.fields.PercentEncoding;

/// The part of a query that selects and orders entries. Immutable.
///
/// @param order the order of the entries
/// @param filter selects entries by name
record ListingQuery(ListingOrder order, NameFilter filter) {

  /// Returns the query for `sort=size&order=desc&filter=a`, each of which may be absent.
  static ListingQuery of(@Nullable String rawQuery) {
    return new ListingQuery(ListingOrder.of(rawQuery), NameFilter.of(rawQuery));
  }

  /// Returns the reference to the listing after a reader selects a column.
  String select(ListingOrder.Key key) {
    String selected = order.select(key).query();
    return filter.isOn()
        ? selected + "&filter=" + PercentEncoding.component(filter.text())
        : selected;
  }
}
