package otus.server.loop;

import java.net.SocketAddress;
import java.util.Objects;
import java.util.function.Predicate;

/// The limits of a group's open connections, validated on creation.
///
/// @param max the maximum number of connections. When it is reached, each new connection closes the
///     connection that has been idle longest. If no connection is idle, the group accepts no more,
///     and new clients wait in the kernel's queue until a connection has ended. Each loop checks
///     before it accepts, so there may briefly be a few connections more
/// @param maxPerAddress the maximum number of connections of one IPv4 address, or of one /64 of
///     IPv6 addresses, which is the usual share of one customer; further connections are closed at
///     once. 0 means unlimited, which is right behind a load balancer, since all connections come
///     from its address
/// @param exempt the addresses to which `maxPerAddress` does not apply; any thread asks it
public record ConnectionLimits(
    int max, int maxPerAddress, Predicate<? super SocketAddress> exempt) {

  /// @throws IllegalArgumentException if `max` is less than 1 or `maxPerAddress` is negative
  public ConnectionLimits {
    if (max < 1) {
      throw new IllegalArgumentException(
          "the maximum number of connections is less than 1: " + max);
    }
    if (maxPerAddress < 0) {
      throw new IllegalArgumentException(
          "the maximum number of connections per address is negative: " + maxPerAddress);
    }
    Objects.requireNonNull(exempt, "exempt");
  }

  /// Creates limits that apply to all addresses.
  ///
  /// @throws IllegalArgumentException if `max` is less than 1 or `maxPerAddress` is negative
  public ConnectionLimits(int max, int maxPerAddress) {
    this(max, maxPerAddress, _ -> false);
  }

  /// Returns the default limits: 10,000 connections, unlimited per address.
  public static ConnectionLimits defaults() {
    return new ConnectionLimits(10_000, 0);
  }
}
