package otus.server.http.request;

import java.net.SocketAddress;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import otus.server.api.Attributes;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;
import otus.server.http.config.TrustedProxies;
import otus.server.http.syntax.RequestHead;

/// A request as handlers see it. Immutable, except its body and its attributes.
public final class HttpRequest implements Request {
  private final RequestHead head;
  private final ByteSource body;
  private final SocketAddress peer;
  private final SocketAddress local;
  private final String scheme;
  private final String authority;
  private final long readAt;

  /// Created when first used: most requests have none.
  private @Nullable Attributes attributes;

  private HttpRequest(
      RequestHead head,
      ByteSource body,
      SocketAddress peer,
      SocketAddress local,
      String scheme,
      String authority,
      long readAt) {
    this.head = head;
    this.body = body;
    this.peer = peer;
    this.local = local;
    this.scheme = scheme;
    this.authority = authority;
    this.readAt = readAt;
  }

  /// Creates a request.
  ///
  /// @param readAt the time of [Request#readAt]
  /// @param body the source of the request body
  /// @param connection the connection of the request
  /// @param trusted the proxies whose reports about the client are believed
  public static HttpRequest of(
      RequestHead head,
      long readAt,
      ByteSource body,
      ClientConnection connection,
      TrustedProxies trusted) {
    SocketAddress peer = connection.peer();
    SocketAddress local = connection.local();
    String scheme = connection.transport().scheme();
    TrustedProxies proxies = connection.believed(trusted);
    if (proxies.isEmpty() || !proxies.contains(peer)) {
      HttpRequest direct =
          new HttpRequest(head, body, peer, local, scheme, head.authority(), readAt);
      return direct.with(connection.subject());
    }
    ForwardedClient client =
        ForwardedClient.of(
            head.headers(), proxies, new ForwardedClient(peer, scheme, head.authority()));
    HttpRequest request =
        new HttpRequest(
            head, body, client.address(), local, client.scheme(), client.authority(), readAt);
    request.attributes().set(Attributes.PROXY, peer);
    return request.with(connection.subject());
  }

  private HttpRequest with(@Nullable Principal subject) {
    if (subject != null) {
      attributes().set(Attributes.SUBJECT, subject);
    }
    return this;
  }

  @Override
  public Method method() {
    return head.method();
  }

  @Override
  public Target target() {
    return head.target();
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public String authority() {
    return authority;
  }

  @Override
  public Headers headers() {
    return head.headers();
  }

  @Override
  public ByteSource body() {
    return body;
  }

  @Override
  public SocketAddress peer() {
    return peer;
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public long readAt() {
    return readAt;
  }

  @Override
  public Attributes attributes() {
    Attributes current = attributes;
    if (current == null) {
      current = new Attributes();
      attributes = current;
    }
    return current;
  }
}
