package otus.server.staticfiles.listing;

import java.util.List;

/// The entries of a directory, sorted. Immutable; made by a [TopEntries].
///
/// @param order of the entries
/// @param entries the entries that are shown
/// @param directories number of all directories
/// @param files number of all files
/// @param bytes total size of all files
record Listing(
    ListingOrder order, List<ListingEntry> entries, int directories, int files, long bytes) {

  /// Copies the list.
  Listing {
    entries = List.copyOf(entries);
  }

  /// Returns the number of entries that are not shown.
  int omitted() {
    return directories + files - entries.size();
  }
}
