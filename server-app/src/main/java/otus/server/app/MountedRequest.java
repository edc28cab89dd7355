package otus.server.app;

import java.net.SocketAddress;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;

/// A request as a handler below a prefix sees it.
///
/// @param request as it came
/// @param target its path without the prefix
record MountedRequest(Request request, Target target) implements Request {

  @Override
  public Method method() {
    return request.method();
  }

  @Override
  public String authority() {
    return request.authority();
  }

  @Override
  public Headers headers() {
    return request.headers();
  }

  @Override
  public ByteSource body() {
    return request.body();
  }

  @Override
  public SocketAddress peer() {
    return request.peer();
  }
}
