package otus.server.staticfiles.listing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects the entries of one directory and keeps the first ones of an order, so that memory
/// depends on the number of shown entries, not on the size of the directory. Used by one thread.
final class TopEntries {
  private final ListingQuery query;
  private final Comparator<ListingEntry> comparator;
  private final int max;
  private final List<ListingEntry> kept = new ArrayList<>();
  private int directories;
  private int files;
  private long bytes;

  /// @param max maximum number of entries in the result; up to twice as many are held meanwhile
  TopEntries(ListingQuery query, int max) {
    this.query = query;
    this.comparator = query.order().comparator();
    this.max = max;
  }

  void add(ListingEntry entry) {
    if (entry.directory()) {
      directories++;
    } else {
      files++;
      // Sparse files can add up to more than a long holds.
      bytes = bytes + entry.size() < 0 ? Long.MAX_VALUE : bytes + entry.size();
    }
    kept.add(entry);
    if (kept.size() >= 2L * max) {
      shorten();
    }
  }

  Listing listing() {
    shorten();
    return new Listing(query, kept, directories, files, bytes);
  }

  private void shorten() {
    kept.sort(comparator);
    if (kept.size() > max) {
      kept.subList(max, kept.size()).clear();
    }
  }
}
