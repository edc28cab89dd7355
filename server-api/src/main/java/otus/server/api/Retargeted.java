package otus.server.api;

import java.net.SocketAddress;
import java.util.Objects;

/// A request with another target than it came with. Any thread.
///
/// @param request as it came
/// @param target what is asked for instead
record Retargeted(Request request, Target target) implements Request {

  Retargeted {
    Objects.requireNonNull(target, "target");
  }

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

  @Override
  public Request withTarget(Target other) {
    return new Retargeted(request, other);
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
