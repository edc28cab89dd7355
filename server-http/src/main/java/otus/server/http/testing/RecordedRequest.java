package otus.server.http.testing;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Target;

/// A request that a [TestServer] has received, with its complete body. Immutable; any thread.
///
/// ```java
/// RecordedRequest upload = server.takeRequest();
/// assertEquals("PUT /notes/1", upload.toString());
/// assertEquals("text/plain", upload.headers().first("Content-Type"));
/// assertEquals("hello", upload.text());
/// ```
public final class RecordedRequest {
  private final Request request;
  private final byte[] body;

  RecordedRequest(Request request, byte[] body) {
    this.request = request;
    this.body = body;
  }

  /// Returns the method.
  ///
  /// @return the method
  public Method method() {
    return request.method();
  }

  /// Returns the target, with the path and the parameters of the query.
  ///
  /// @return the target
  public Target target() {
    return request.target();
  }

  /// Returns the headers.
  ///
  /// @return the headers as sent
  public Headers headers() {
    return request.headers();
  }

  /// Returns the scheme of the connection.
  ///
  /// @return `http` or `https`
  public String scheme() {
    return request.scheme();
  }

  /// Returns the host and port that the client has sent.
  ///
  /// @return the authority as sent
  public String authority() {
    return request.authority();
  }

  /// Returns the address of the client, which is the same for all requests of one connection.
  ///
  /// @return the address of the other end of the connection
  public SocketAddress peer() {
    return request.peer();
  }

  /// Returns the body.
  ///
  /// @return a copy of the bytes, without the framing
  public byte[] bytes() {
    return body.clone();
  }

  /// Returns the body as text.
  ///
  /// @return the text, decoded as UTF-8
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Returns the method and the target as sent, such as `GET /search?q=owl`.
  ///
  /// @return the beginning of the request line
  @Override
  public String toString() {
    Target target = request.target();
    String query = target.rawQuery() == null ? "" : "?" + target.rawQuery();
    return request.method().name() + " " + target.rawPath() + query;
  }
}
