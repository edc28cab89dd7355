package otus.server.staticfiles.listing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects the entries of one folder and keeps the first ones of an order, so that a folder takes
/// no more memory than is shown of it, however much is in it. Used by one virtual thread.
final class TopEntries {
  private final ListingOrder order;
  private final Comparator<ListingEntry> comparator;
  private final int most;
  private final List<ListingEntry> kept = new ArrayList<>();
  private int folders;
  private int files;
  private long bytes;

  /// @param most how many are kept in the end; up to twice as many meanwhile
  TopEntries(ListingOrder order, int most) {
    this.order = order;
    this.comparator = order.comparator();
    this.most = most;
  }

  void add(ListingEntry entry) {
    if (entry.folder()) {
      folders++;
    } else {
      files++;
      // Sparse files can add up to more than a long holds.
      bytes = bytes + entry.size() < 0 ? Long.MAX_VALUE : bytes + entry.size();
    }
    kept.add(entry);
    if (kept.size() >= 2L * most) {
      shorten();
    }
  }

  Listing listing() {
    shorten();
    return new Listing(order, kept, folders, files, bytes);
  }

  private void shorten() {
    kept.sort(comparator);
    if (kept.size() > most) {
      kept.subList(most, kept.size()).clear();
    }
  }
}
