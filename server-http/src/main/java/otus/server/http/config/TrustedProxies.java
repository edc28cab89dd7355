package otus.server.http.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// The networks of the proxies whose `Forwarded` (RFC 7239) or `X-Forwarded-*` headers are
/// believed. Immutable; any thread.
///
/// @param networks the networks
/// @param unix whether clients of Unix sockets are trusted
/// @param common whether `X-Forwarded-For`, `-Proto` and `-Host` count
/// @param standard whether `Forwarded` counts; if both do, only in a request without
///     `X-Forwarded-For`
public record TrustedProxies(
    List<Network> networks, boolean unix, boolean common, boolean standard) {

  /// No proxy: headers about forwarding have no effect.
  public static final TrustedProxies NONE = new TrustedProxies(List.of(), false, true, true);

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if no header counts
  public TrustedProxies {
    networks = List.copyOf(networks);
    if (!common && !standard) {
      throw new IllegalArgumentException("no header counts");
    }
  }

  /// Parses networks.
  ///
  /// @param words networks in CIDR notation such as `10.0.0.0/8` and `fd00::/8`, single addresses,
  ///     or `unix` for the clients of Unix sockets
  /// @return the proxies
  /// @throws IllegalArgumentException if a word is invalid
  public static TrustedProxies of(List<String> words) {
    List<Network> networks = new ArrayList<>();
    boolean unix = false;
    for (String word : words) {
      if (word.equals("unix")) {
        unix = true;
      } else {
        networks.add(Network.of(word));
      }
    }
    return new TrustedProxies(networks, unix, true, true);
  }

  /// Returns the same proxies, of which only one header is believed.
  ///
  /// @param name `x-forwarded-for`, which includes `X-Forwarded-Proto` and `-Host`, or `forwarded`
  /// @return the proxies
  /// @throws IllegalArgumentException if the name is another one
  public TrustedProxies withHeader(String name) {
    return switch (name) {
      case "x-forwarded-for" -> new TrustedProxies(networks, unix, true, false);
      case "forwarded" -> new TrustedProxies(networks, unix, false, true);
      default -> throw new IllegalArgumentException("no such header: " + name);
    };
  }

  /// Returns whether no proxy is trusted.
  ///
  /// @return whether headers about forwarding have no effect
  public boolean isEmpty() {
    return networks.isEmpty() && !unix;
  }

  /// Returns whether an address is that of a trusted proxy.
  ///
  /// @param address the address of the other end of a connection, or one that a proxy reports
  /// @return whether it is trusted
  public boolean contains(SocketAddress address) {
    return switch (address) {
      case InetSocketAddress internet ->
          internet.getAddress() != null && contains(internet.getAddress());
      case UnixDomainSocketAddress _ -> unix;
      default -> false;
    };
  }

  private boolean contains(InetAddress address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// A network of addresses with a common prefix.
  ///
  /// @param address an address of the network
  /// @param bits the length of the prefix in bits
  public record Network(InetAddress address, int bits) {

    /// Creates a network.
    ///
    /// @throws IllegalArgumentException if the prefix is longer than the address
    public Network {
      if (bits < 0 || bits > 8 * address.getAddress().length) {
        throw new IllegalArgumentException("the prefix has " + bits + " bits");
      }
    }

    /// Parses a network in CIDR notation, or a single address.
    ///
    /// @param word the network, such as `10.0.0.0/8`
    /// @return the network
    /// @throws IllegalArgumentException if the word is no network
    public static Network of(String word) {
      int slash = word.indexOf('/');
      InetAddress address = literal(slash < 0 ? word : word.substring(0, slash));
      int bits = 8 * address.getAddress().length;
      if (slash >= 0) {
        String length = word.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
          throw new IllegalArgumentException("the prefix of " + word + " is not 0 to " + bits);
        }
        bits = Integer.parseInt(length);
      }
      return new Network(address, bits);
    }

    /// Parses an IP address.
    ///
    /// @param text the address, without brackets; IPv4 with all four numbers
    /// @return the address
    /// @throws IllegalArgumentException if the text is no address
    public static InetAddress literal(String text) {
      if (text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3) {
        throw new IllegalArgumentException("not an IP address: " + text); // the JDK accepts "10"
      }
      return InetAddress.ofLiteral(text);
    }

    /// Returns whether the network contains an address of the same version of IP.
    ///
    /// @param other the address
    /// @return whether it has the prefix
    public boolean contains(InetAddress other) {
      byte[] mine = address.getAddress();
      byte[] others = other.getAddress();
      if (mine.length != others.length) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (mine[i] != others[i]) {
          return false;
        }
      }
      int rest = bits % 8;
      return rest == 0 || ((mine[whole] ^ others[whole]) & 0xff) >> (8 - rest) == 0;
    }
  }
}
