package otus.server.http.request;

import otus.server.http.config.TrustedProxies;

/// The kind of a connection: the scheme of its requests, and whether its peer may report other
/// clients. Immutable; any thread.
public enum Transport {
  /// Its peer is the client, or a proxy that may name the client in a header of each request.
  HTTP("http", true),

  /// The same, encrypted on its way.
  HTTPS("https", true),

  /// Its peer is a balancer of connections that should have named the client before the first
  /// request and has not, as in a health check. It writes no headers, so those about forwarding
  /// come from an unknown client, and limits of clients apply to the balancer.
  UNNAMED("http", false),

  /// The same, encrypted on its way.
  UNNAMED_HTTPS("https", false);

  private final String scheme;
  private final boolean mayForward;

  Transport(String scheme, boolean mayForward) {
    this.scheme = scheme;
    this.mayForward = mayForward;
  }

  /// Returns the kind of a connection like this one that this server encrypts.
  public Transport encrypted() {
    return mayForward ? HTTPS : UNNAMED_HTTPS;
  }

  /// Returns the scheme of the URLs of requests.
  public String scheme() {
    return scheme;
  }

  /// Returns whether the peer may be a proxy that forwards requests.
  public boolean mayForward() {
    return mayForward;
  }

  /// Returns the proxies whose headers about forwarding are believed.
  ///
  /// @param trusted those of the settings
  public TrustedProxies believed(TrustedProxies trusted) {
    return mayForward ? trusted : TrustedProxies.NONE;
  }
}
