package otus.server.staticfiles.listing;

import java.util.List;

/// The entries of a directory, sorted. Immutable; made by a [TopEntries].
///
/// @param query the order of the entries, and the filter that selected them
/// @param entries the entries that are shown
/// @param directories number of all directories that the filter selects
/// @param files number of all files that the filter selects
/// @param bytes total size of these files
record Listing(
    ListingQuery query, List<ListingEntry> entries, int directories, int files, long bytes) {

  /// Copies the list.
  Listing {
    entries = List.copyOf(entries);
  }

  /// Returns the number of entries that are not shown.
  int omitted() {
    return directories + files - entries.size();
  }
}
