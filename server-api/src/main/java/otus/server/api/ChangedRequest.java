package otus.server.api;

import java.net.SocketAddress;
import java.util.Objects;

/// A request with another target, other headers or another body. Any thread.
///
/// @param request the original request
/// @param target the new target
/// @param headers the new headers
/// @param body the new body
record ChangedRequest(Request request, Target target, Headers headers, ByteSource body)
    implements Request {

  ChangedRequest {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
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
    return new ChangedRequest(request, other, headers, body);
  }

  @Override
  public Request withHeaders(Headers others) {
    return new ChangedRequest(request, target, others, body);
  }

  @Override
  public Request withBody(ByteSource other) {
    return new ChangedRequest(request, target, headers, other);
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
