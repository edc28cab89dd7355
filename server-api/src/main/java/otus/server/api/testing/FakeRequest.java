package otus.server.api.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import otus.server.api.Attributes;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Parameters;
import otus.server.api.Request;
import otus.server.api.Target;

/// A request for tests. Immutable except its attributes, which it shares with the requests that are
/// made from it: each method that changes it returns a new request.
///
/// ```java
/// Request upload =
///     FakeRequest.of(Method.PUT, "/notes/a%20b")
///         .header("Content-Type", "text/plain")
///         .body("hello");
/// ```
///
/// The body can be read once, as in the server; its stages are completed at once, on the caller's
/// thread.
public final class FakeRequest implements Request {
  private final Method method;
  private final Target target;
  private final Headers headers;
  private final ByteSource body;
  private final String scheme;
  private final String authority;
  private final SocketAddress peer;
  private final SocketAddress local;
  private final Attributes attributes;
  private final long readAt;

  private FakeRequest(
      Method method,
      Target target,
      Headers headers,
      ByteSource body,
      String scheme,
      String authority,
      SocketAddress peer,
      SocketAddress local,
      Attributes attributes,
      long readAt) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.scheme = scheme;
    this.authority = authority;
    this.peer = peer;
    this.local = local;
    this.attributes = attributes;
    this.readAt = readAt;
  }

  /// Creates a request without a body, to the authority `localhost`, from a loopback address.
  ///
  /// @param method the method
  /// @param target the path and query as a client sends them, such as `/a%20b?q=owl`, or `*`;
  ///     decoded as in the server; non-ASCII characters are sent as UTF-8
  /// @return the request
  /// @throws IllegalArgumentException if the server would reject the target
  public static FakeRequest of(Method method, String target) {
    return new FakeRequest(
        method,
        Targets.parse(target),
        Headers.empty(),
        ByteSource.empty(),
        "http",
        "localhost",
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 49152),
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 80),
        new Attributes(),
        System.nanoTime());
  }

  /// Creates a `GET` request.
  ///
  /// @param target the target, as for [#of]
  /// @return the request
  /// @throws IllegalArgumentException if the server would reject the target
  public static FakeRequest get(String target) {
    return of(Method.GET, target);
  }

  /// Creates a `POST` request without a body.
  ///
  /// @param target the target, as for [#of]
  /// @return the request
  /// @throws IllegalArgumentException if the server would reject the target
  public static FakeRequest post(String target) {
    return of(Method.POST, target);
  }

  /// Returns this request with one header instead of all headers of the same name.
  ///
  /// @param name the name of the header
  /// @param value the value of the header
  /// @return the new request
  /// @throws IllegalArgumentException if the name or value is invalid
  public FakeRequest header(String name, String value) {
    return new FakeRequest(
        method,
        target,
        headers.with(name, value),
        body,
        scheme,
        authority,
        peer,
        local,
        attributes,
        readAt);
  }

  /// Returns this request with a body and its `Content-Length`.
  ///
  /// @param bytes the bytes of the body, which are copied
  /// @return the new request
  public FakeRequest body(byte[] bytes) {
    return body(FakeSource.of(bytes)).header("Content-Length", Integer.toString(bytes.length));
  }

  /// Returns this request with a text in UTF-8 as its body, and its `Content-Length`.
  ///
  /// @param text the text of the body
  /// @return the new request
  public FakeRequest body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns this request with a source as its body, without a `Content-Length`.
  ///
  /// @param source the source of the body
  /// @return the new request
  public FakeRequest body(ByteSource source) {
    return new FakeRequest(
        method, target, headers, source, scheme, authority, peer, local, attributes, readAt);
  }

  /// Returns this request with a form as its body, and its `Content-Type` and `Content-Length`.
  ///
  /// @param namesAndValues alternating names and values: `"name", "Owl", "age", "7"`
  /// @return the new request
  /// @throws IllegalArgumentException if the last value is missing
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

  /// Returns this request with another scheme; `http` is the default.
  ///
  /// @param scheme `http` or `https`
  /// @return the new request
  public FakeRequest scheme(String scheme) {
    return new FakeRequest(
        method, target, headers, body, scheme, authority, peer, local, attributes, readAt);
  }

  /// Returns this request with another authority.
  ///
  /// @param authority the host and port as a client sends them
  /// @return the new request
  public FakeRequest authority(String authority) {
    return new FakeRequest(
        method, target, headers, body, scheme, authority, peer, local, attributes, readAt);
  }

  /// Returns this request with another address of the client.
  ///
  /// @param peer the address
  /// @return the new request
  public FakeRequest peer(SocketAddress peer) {
    return new FakeRequest(
        method, target, headers, body, scheme, authority, peer, local, attributes, readAt);
  }

  /// Returns this request with another address of the server.
  ///
  /// @param local the address at which the request arrives
  /// @return the new request
  public FakeRequest local(SocketAddress local) {
    return new FakeRequest(
        method, target, headers, body, scheme, authority, peer, local, attributes, readAt);
  }

  /// Returns this request with another time at which it was read; that of its creation is the
  /// default.
  ///
  /// @param nanoTime the time, in nanoseconds of [System#nanoTime]
  /// @return the new request
  public FakeRequest readAt(long nanoTime) {
    return new FakeRequest(
        method, target, headers, body, scheme, authority, peer, local, attributes, nanoTime);
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
  public String scheme() {
    return scheme;
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

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public Attributes attributes() {
    return attributes;
  }

  @Override
  public long readAt() {
    return readAt;
  }
}
