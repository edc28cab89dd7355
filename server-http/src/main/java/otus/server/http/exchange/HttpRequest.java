package otus.server.http.exchange;

import java.net.SocketAddress;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.http.h1.codec.Http1Head;

/// A request as handlers see it.
public record HttpRequest(Http1Head message, ByteSource body, SocketAddress peer)
    implements Request {

  @Override
  public Method method() {
    return message.method();
  }

  @Override
  public Target target() {
    return message.target();
  }

  @Override
  public String authority() {
    return message.authority();
  }

  @Override
  public Headers headers() {
    return message.headers();
  }
}
