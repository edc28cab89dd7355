package otus.server.app.filters;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// A request for the test of a filter. Immutable.
public record FilterRequest(Method method, Target target, Headers headers) implements Request {

  public static FilterRequest of(String method, String path, String... fields) {
    String[] parts = path.split("\\?", 2);
    UrlPath decoded = new UrlPath(List.of(parts[0].substring(1)), false);
    Target target = new Target(decoded, parts[0], parts.length == 1 ? null : parts[1]);
    return new FilterRequest(Method.of(method), target, Headers.of(fields));
  }

  public static FilterRequest get(String... fields) {
    return of("GET", "/a", fields);
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public String authority() {
    return "host";
  }

  @Override
  public ByteSource body() {
    return ByteSource.empty();
  }

  @Override
  public SocketAddress peer() {
    return InetSocketAddress.createUnresolved("client", 1);
  }
}
