package otus.server.staticfiles.listing;

import java.util.List;

/// What is in a folder, in order. Immutable; made by a [TopEntries].
///
/// @param order in which the entries are
/// @param entries those that are shown
/// @param directories how many there are in all
/// @param files how many there are in all
/// @param bytes how large all files are together
record Listing(
    ListingOrder order, List<ListingEntry> entries, int directories, int files, long bytes) {

  /// Takes a copy.
  Listing {
    entries = List.copyOf(entries);
  }

  /// How many are not shown.
  int omitted() {
    return directories + files - entries.size();
  }
}
