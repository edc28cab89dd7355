package otus.server.app.request;

import java.net.SocketAddress;
import otus.server.api.Attributes;
import otus.server.api.ByteSource;
import otus.server.api.Explanation;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// A request that forwards to another one; implementations override what they change. Any thread.
public interface RequestWrapper extends Request {

  /// The wrapped request.
  Request request();

  @Override
  default Method method() {
    return request().method();
  }

  @Override
  default Target target() {
    return request().target();
  }

  @Override
  default String scheme() {
    return request().scheme();
  }

  @Override
  default String authority() {
    return request().authority();
  }

  @Override
  default Headers headers() {
    return request().headers();
  }

  @Override
  default ByteSource body() {
    return request().body();
  }

  @Override
  default SocketAddress peer() {
    return request().peer();
  }

  @Override
  default SocketAddress local() {
    return request().local();
  }

  @Override
  default long readAt() {
    return request().readAt();
  }

  @Override
  default Attributes attributes() {
    return request().attributes();
  }

  @Override
  default void servedFrom(UrlPath path) {
    request().servedFrom(path);
  }

  @Override
  default Explanation explanation() {
    return request().explanation();
  }
}
