package otus.server.api.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Parameters;
import otus.server.api.Request;
import otus.server.api.Target;

/// A request that a test makes. Each method that sets something returns another request; this one
/// stays as it is.
///
/// ```java
/// Request upload =
///     FakeRequest.of(Method.PUT, "/notes/a%20b")
///         .header("Content-Type", "text/plain")
///         .body("hello");
/// ```
///
/// The content can be read once, as in the server; its chunks come at once, on the calling thread.
public final class FakeRequest implements Request {
  private final Method method;
  private final Target target;
  private final Headers headers;
  private final ByteSource body;
  private final String authority;
  private final SocketAddress peer;

  private FakeRequest(
      Method method,
      Target target,
      Headers headers,
      ByteSource body,
      String authority,
      SocketAddress peer) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.authority = authority;
    this.peer = peer;
  }

  /// A request without content, to the authority `localhost`, from a loopback address.
  ///
  /// @param target path and query as a client sends them, decoded as the server does, such as
  ///     `/a%20b?q=owl`; or `*`. Characters beyond ASCII are sent in UTF-8
  /// @throws IllegalArgumentException for a target that the server would refuse
  public static FakeRequest of(Method method, String target) {
    return new FakeRequest(
        method,
        Targets.parse(target),
        Headers.empty(),
        ByteSource.empty(),
        "localhost",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 49152));
  }

  /// A `GET` request.
  public static FakeRequest get(String target) {
    return of(Method.GET, target);
  }

  /// A `POST` request, so far without content.
  public static FakeRequest post(String target) {
    return of(Method.POST, target);
  }

  /// This request with all fields of that name replaced by one.
  public FakeRequest header(String name, String value) {
    return new FakeRequest(method, target, headers.with(name, value), body, authority, peer);
  }

  /// This request with those bytes as its content, and their `Content-Length`.
  public FakeRequest body(byte[] bytes) {
    return body(FakeSource.of(bytes)).header("Content-Length", Integer.toString(bytes.length));
  }

  /// This request with a text in UTF-8 as its content, and its `Content-Length`.
  public FakeRequest body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /// This request with what a source gives as its content.
  public FakeRequest body(ByteSource source) {
    return new FakeRequest(method, target, headers, source, authority, peer);
  }

  /// This request with a form as its content, its type, and its `Content-Length`.
  ///
  /// @param namesAndValues in turn: `"name", "Owl", "age", "7"`
  public FakeRequest form(String... namesAndValues) {
    StringBuilder form = new StringBuilder();
    Parameters.of(namesAndValues)
        .forEach(
            (name, value) ->
                form.append(form.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return header("Content-Type", "application/x-www-form-urlencoded").body(form.toString());
  }

  /// This request to another host and port, as a client spells them.
  public FakeRequest authority(String authority) {
    return new FakeRequest(method, target, headers, body, authority, peer);
  }

  /// This request from another address.
  public FakeRequest peer(SocketAddress peer) {
    return new FakeRequest(method, target, headers, body, authority, peer);
  }

  @Override
  public Method method() {
    return method;
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public String authority() {
    return authority;
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public ByteSource body() {
    return body;
  }

  @Override
  public SocketAddress peer() {
    return peer;
  }
}
