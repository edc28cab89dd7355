package otus.server.app.filters;

import java.net.SocketAddress;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;

/// A request with other fields.
///
/// @param request as it came
/// @param headers what the handler sees instead
record WithHeaders(Request request, Headers headers) implements Request {

  @Override
  public Method method() {
    return request.method();
  }

  @Override
  public Target target() {
    return request.target();
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
  public boolean isExplained() {
    return request.isExplained();
  }

  @Override
  public void because(String reason) {
    request.because(reason);
  }

  @Override
  public void because(String field, String reason) {
    request.because(field, reason);
  }
}
