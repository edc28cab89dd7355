package otus.server.http.h2.hpack;

import org.jspecify.annotations.Nullable;

/// The dynamic table of a decoder (RFC 7541 §2.3.2, §4): a ring with the newest field first. Owned
/// by a decoder.
final class DynamicTable {
  private static final int FIRST_CAPACITY = 16;

  /// The fields; the number of elements is a power of 2, or 0.
  private @Nullable Field[] ring = new Field[0];

  private int newest;
  private int count;
  private int size;
  private int maximum;

  DynamicTable(int maximum) {
    this.maximum = maximum;
  }

  /// Returns the sum of the sizes of the fields in bytes.
  int size() {
    return size;
  }

  int count() {
    return count;
  }

  /// Returns a field, or null if there are fewer.
  ///
  /// @param index 0 for the newest field
  @Nullable Field get(int index) {
    return index < count ? ring[newest - index & ring.length - 1] : null;
  }

  /// Adds a field, for which the oldest are evicted. A field that is larger than the table empties
  /// it (RFC 7541 §4.4).
  void add(Field field) {
    evict(maximum - field.size());
    if (field.size() > maximum) {
      return;
    }
    if (count == ring.length) {
      grow();
    }
    newest = newest + 1 & ring.length - 1;
    ring[newest] = field;
    count++;
    size += field.size();
  }

  /// Changes the maximum of the size (RFC 7541 §4.3).
  void limit(int maximum) {
    this.maximum = maximum;
    evict(maximum);
  }

  private void evict(int most) {
    while (count > 0 && size > most) {
      count--;
      int oldest = newest - count & ring.length - 1;
      Field evicted = ring[oldest];
      if (evicted != null) {
        size -= evicted.size();
      }
      ring[oldest] = null;
    }
  }

  private void grow() {
    @Nullable Field[] larger = new Field[Math.max(FIRST_CAPACITY, 2 * ring.length)];
    for (int i = 0; i < count; i++) {
      larger[count - 1 - i] = get(i);
    }
    newest = Math.max(0, count - 1);
    ring = larger;
  }
}
