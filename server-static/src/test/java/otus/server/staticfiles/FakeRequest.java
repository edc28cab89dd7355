package otus.server.staticfiles;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// A request made by a test.
public record FakeRequest(Method method, Target target, Headers headers) implements Request {

  /// @param target as in a request line, `/a%20b/?q`
  /// @param fields names and values in turn
  public static FakeRequest of(String method, String target, String... fields) {
    return new FakeRequest(Method.of(method), target(target), Headers.of(fields));
  }

  public static Target target(String text) {
    return otus.server.api.testing.FakeRequest.get(text).target();
  }

  public static UrlPath path(String text) {
    return target(text).path();
  }

  @Override
  public String scheme() {
    return "http";
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
