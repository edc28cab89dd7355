package otus.server.http.exchange;

import java.net.SocketAddress;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.http.syntax.RequestHead;

/// A request as handlers see it. Immutable, except its body.
///
/// @param head the head
/// @param body the source of the request body
/// @param scheme `http` or `https`
/// @param peer the address of the client
record HttpRequest(RequestHead head, ByteSource body, String scheme, SocketAddress peer)
    implements Request {

  @Override
  public Method method() {
    return head.method();
  }

  @Override
  public Target target() {
    return head.target();
  }

  @Override
  public String authority() {
    return head.authority();
  }

  @Override
  public Headers headers() {
    return head.headers();
  }
}
