package otus.server.app;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.List;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// A `GET` of a target that needs no decoding.
record PlainRequest(Target target) implements Request {

  static Request of(String text) {
    String[] parts = text.split("\\?", 2);
    List<String> segments = Arrays.stream(parts[0].split("/")).filter(s -> !s.isEmpty()).toList();
    UrlPath path = new UrlPath(segments, parts[0].endsWith("/"));
    return new PlainRequest(new Target(path, parts[0], parts.length == 1 ? null : parts[1]));
  }

  @Override
  public Method method() {
    return Method.GET;
  }

  @Override
  public String authority() {
    return "";
  }

  @Override
  public Headers headers() {
    return Headers.of();
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
