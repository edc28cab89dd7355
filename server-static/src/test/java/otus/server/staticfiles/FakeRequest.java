package otus.server.staticfiles;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// A request as a test spells it.
record FakeRequest(Method method, Target target, Headers headers) implements Request {

  /// @param target as in a request line, `/a%20b/?q`
  /// @param fields names and values in turn
  static FakeRequest of(String method, String target, String... fields) {
    return new FakeRequest(Method.of(method), target(target), Headers.of(fields));
  }

  static Target target(String text) {
    int mark = text.indexOf('?');
    String path = mark < 0 ? text : text.substring(0, mark);
    String query = mark < 0 ? null : text.substring(mark + 1);
    return new Target(path(path), path, query);
  }

  static UrlPath path(String text) {
    List<String> segments =
        Arrays.stream(text.split("/"))
            .filter(segment -> !segment.isEmpty() && !segment.equals("*"))
            .map(s -> URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    return new UrlPath(segments, segments.isEmpty() || text.endsWith("/"));
  }

  @Override
  public String authority() {
    return "localhost";
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
