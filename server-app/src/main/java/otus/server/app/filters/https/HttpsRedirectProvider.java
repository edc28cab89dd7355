package otus.server.app.filters.https;

import java.util.HexFormat;
import java.util.List;
import otus.server.api.Filter;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.Target;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;

/// Creates the filter `https-redirect`, which redirects requests over HTTP to the same URL with the
/// scheme `https`. Called on the main thread; the filter has no state.
///
/// Challenges of certificate authorities (RFC 8555 §8.3) are not redirected: the certificate may
/// have expired, or be another one.
public final class HttpsRedirectProvider implements FilterProvider {
  private static final String CHALLENGES = "/.well-known/acme-challenge/";
  private static final int MAX_PORT = 65_535;
  private static final int DEFAULT_PORT = 443;

  /// RFC 9110 §15.4.9: the method stays the same.
  private static final Status PERMANENT_REDIRECT = Status.PERMANENT_REDIRECT;

  @Override
  public String name() {
    return "https-redirect";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("port", OptionType.COUNT, "port that clients use for HTTPS", "443"));
  }

  @Override
  public Filter create(ProviderContext context) {
    int port = context.options().count("port");
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("port must be 1 to " + MAX_PORT + ", not " + port);
    }
    String suffix = port == DEFAULT_PORT ? "" : ":" + port;
    return (request, next) ->
        request.scheme().equals("https")
                || request.target().asterisk()
                || request.target().rawPath().startsWith(CHALLENGES)
            ? next.handle(request)
            : redirect(request, suffix);
  }

  private static Response redirect(Request request, String suffix) {
    String host = host(request.authority());
    if (host.isEmpty()) {
      return Response.of(Status.BAD_REQUEST); // of HTTP/1.0: no URL has this path
    }
    Target target = request.target();
    String query = target.rawQuery() == null ? "" : "?" + target.rawQuery();
    return Response.of(PERMANENT_REDIRECT)
        .withHeader("Location", encoded("https://" + host + suffix + target.rawPath() + query));
  }

  /// Returns the host of an authority; an IPv6 address stays in brackets.
  private static String host(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }

  /// Returns a URL with percent-encoded octets beyond ASCII (RFC 3986 §2.1).
  private static String encoded(String url) {
    StringBuilder encoded = new StringBuilder(url.length());
    for (int i = 0; i < url.length(); i++) {
      char octet = url.charAt(i);
      if (octet > ' ' && octet <= '~') {
        encoded.append(octet);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) octet));
      }
    }
    return encoded.toString();
  }
}
