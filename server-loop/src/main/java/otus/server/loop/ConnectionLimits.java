package otus.server.loop;

/// How many connections a group has open; checked once, when it is made.
///
/// @param max in all. When they are there, the one that has been idle longest is closed for the
///     next; if none is idle, nothing is accepted, and who connects waits in the kernel's queue
///     until another has gone. Each loop looks before it accepts, so there may be a few more than
///     that for a moment
/// @param mostPerAddress from one address, or from one /64 of IPv6 addresses, which is what one
///     customer has; who is beyond it is cut off at once. 0 for no limit, as is right behind a
///     load balancer, from whose address everybody comes
public record ConnectionLimits(int max, int mostPerAddress) {

  /// Refuses limits that are none.
  public ConnectionLimits {
    if (max < 1) {
      throw new IllegalArgumentException("most is less than 1: " + max);
    }
    if (mostPerAddress < 0) {
      throw new IllegalArgumentException("mostPerAddress is negative: " + mostPerAddress);
    }
  }

  /// The limits of a server nobody has said anything about: 10,000 in all, from wherever.
  public static ConnectionLimits defaults() {
    return new ConnectionLimits(10_000, 0);
  }
}
