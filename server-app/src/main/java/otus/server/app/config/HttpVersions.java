package otus.server.app.config;

/// The versions of HTTP beside HTTP/1.1. Immutable.
///
/// @param http2 whether clients over TLS may speak HTTP/2
/// @param h2c whether clients without TLS may speak HTTP/2
public record HttpVersions(boolean http2, boolean h2c) {
  /// All of them.
  public static final HttpVersions ALL = new HttpVersions(true, true);
}
