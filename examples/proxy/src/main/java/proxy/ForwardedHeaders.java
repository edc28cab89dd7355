package proxy;

import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.fields.HeaderList;

/// The headers that a proxy passes on, and those that it adds. Pure.
final class ForwardedHeaders {
  /// Headers for one connection (RFC 9110 §7.6.1), and those that the two servers create
  /// themselves.
  private static final Set<String> NOT_PASSED =
      Set.of(
          "connection",
          "date",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "server",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final String VIA = "1.1 otus-server";

  private ForwardedHeaders() {}

  /// Passes the headers of a request on.
  static void ofRequest(Request request, BiConsumer<String, String> to) {
    Headers headers = request.headers();
    Set<String> ofConnection = named(headers.combined("Connection"));
    headers.forEach(
        (name, value) -> {
          if (isPassed(name, ofConnection) && !isAdded(name)) {
            to.accept(name, value);
          }
        });
    String peer =
        request.peer() instanceof InetSocketAddress address
            ? address.getAddress().getHostAddress()
            : "unknown";
    String before = headers.combined("X-Forwarded-For");
    to.accept("X-Forwarded-For", before == null ? peer : before + ", " + peer);
    to.accept("X-Forwarded-Proto", request.scheme());
    if (!request.authority().isEmpty()) {
      to.accept("X-Forwarded-Host", request.authority());
    }
    String via = headers.combined("Via");
    to.accept("Via", via == null ? VIA : via + ", " + VIA);
  }

  private static boolean isAdded(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "via" -> true;
      default -> false;
    };
  }

  /// Returns the headers of a response to pass on.
  static Headers ofResponse(HttpHeaders headers) {
    Set<String> ofConnection = named(String.join(",", headers.allValues("Connection")));
    Headers.Builder passed = Headers.builder();
    headers
        .map()
        .forEach(
            (name, values) -> {
              if (isPassed(name, ofConnection)) {
                values.forEach(value -> passed.add(name, value));
              }
            });
    return passed.add("Via", VIA).build();
  }

  private static boolean isPassed(String name, Set<String> ofConnection) {
    return !NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))
        && !ofConnection.contains(name)
        && !name.startsWith(":");
  }

  private static Set<String> named(String connection) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    if (connection != null) {
      names.addAll(HeaderList.elements(connection));
    }
    return names;
  }
}
