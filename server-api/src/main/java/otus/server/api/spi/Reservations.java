package otus.server.api.spi;

/// Divides a part of a [ProcessLimits] among handlers and filters, in the order in which they are
/// created. Each reservation gets at most an eighth of the whole, and at most half of what is left.
/// So the sum never exceeds the part, and some remains for later reservations. Owned by
/// [Providers]; confined to one thread.
final class Reservations {
  private final long max;
  private long left;

  /// @param whole the limit of the process
  /// @param part the part of it to divide
  Reservations(long whole, long part) {
    this.max = whole / 8;
    this.left = part;
  }

  /// Returns `wanted`, or less.
  ///
  /// @throws IllegalArgumentException if `wanted` is negative
  long take(long wanted) {
    if (wanted < 0) {
      throw new IllegalArgumentException("a negative amount: " + wanted);
    }
    long taken = Math.min(wanted, Math.min(max, left / 2));
    left -= taken;
    return taken;
  }
}
