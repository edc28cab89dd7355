package otus.server.api;

import java.net.SocketAddress;
import java.util.Objects;

/// A request with a replaced target or replaced headers. Any thread.
///
/// @param request the original request
/// @param target the new target
/// @param headers the new headers
record ChangedRequest(Request request, Target target, Headers headers) implements Request {

  ChangedRequest {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(headers, "headers");
  }

  @Override
  public Method method() {
    return request.method();
  }

  @Override
  public String scheme() {
    return request.scheme();
  }

  @Override
  public String authority() {
    return request.authority();
  }

  @Override
  public ByteSource body() {
    return request.body();
  }

  @Override
  public SocketAddress peer() {
    return request.peer();
  }

  @Override
  public SocketAddress local() {
    return request.local();
  }

  @Override
  public long readAt() {
    return request.readAt();
  }

  @Override
  public Attributes attributes() {
    return request.attributes();
  }

  @Override
  public Request withTarget(Target other) {
    return new ChangedRequest(request, other, headers);
  }

  @Override
  public Request withHeaders(Headers others) {
    return new ChangedRequest(request, target, others);
  }

  @Override
  public void servedFrom(UrlPath path) {
    request.servedFrom(path);
  }

  @Override
  public Explanation explanation() {
    return request.explanation();
  }
}
