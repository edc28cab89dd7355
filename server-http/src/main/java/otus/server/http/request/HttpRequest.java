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
  private final long readAt;
  private final ByteSource body;
  private final ClientConnection connection;

  /// The client and its URL as a trusted proxy has reported them, or null.
  private final @Nullable ForwardedClient forwarded;

  /// Created when first used: many requests have none.
  private @Nullable Attributes attributes;

  private HttpRequest(
      RequestHead head,
      long readAt,
      ByteSource body,
      ClientConnection connection,
      @Nullable ForwardedClient forwarded) {
    this.head = head;
    this.readAt = readAt;
    this.body = body;
    this.connection = connection;
    this.forwarded = forwarded;
    Principal subject = connection.subject();
    if (subject != null) {
      attributes().set(Attributes.SUBJECT, subject);
    }
  }

  /// Creates a request whose client is the other end of the connection. The parameters are those of
  /// [#of].
  public static HttpRequest direct(
      RequestHead head, long readAt, ByteSource body, ClientConnection connection) {
    return new HttpRequest(head, readAt, body, connection, null);
  }

  /// Creates a request that a proxy may have forwarded.
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
    TrustedProxies proxies = connection.believed(trusted);
    if (proxies.isEmpty() || !proxies.contains(peer)) {
      return direct(head, readAt, body, connection);
    }
    ForwardedClient proxy =
        new ForwardedClient(peer, connection.transport().scheme(), head.authority());
    ForwardedClient client = ForwardedClient.of(head.headers(), proxies, proxy);
    HttpRequest request = new HttpRequest(head, readAt, body, connection, client);
    request.attributes().set(Attributes.PROXY, peer);
    return request;
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
    return forwarded == null ? connection.transport().scheme() : forwarded.scheme();
  }

  @Override
  public String authority() {
    return forwarded == null ? head.authority() : forwarded.authority();
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
    return forwarded == null ? connection.peer() : forwarded.address();
  }

  @Override
  public SocketAddress local() {
    return connection.local();
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
