package otus.server.app;

import java.net.SocketAddress;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;

/// A request whose answer is to be explained. Any thread.
///
/// @param request as it came
/// @param reasons what is said of the answer
record Explained(Request request, Reasons reasons) implements Request {

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

  @Override
  public boolean isExplained() {
    return true;
  }

  @Override
  public void because(String reason) {
    reasons.because(reason);
  }

  @Override
  public void because(String field, String reason) {
    reasons.because(field, reason);
  }
}
