package otus.server.http.testing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.http.HttpServer;
import otus.server.http.HttpServerBuilder;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.TlsKey;

/// An HTTP server for tests of clients. It listens on a free port of the loopback address, records
/// each request with its body, and answers with the scripted answers in the order of [#enqueue],
/// then with the handler of the test.
///
/// ```java
/// try (TestServer server = TestServer.start()) {
///   server.enqueue(ScriptedAnswer.text("late").delayed(Duration.ofSeconds(3)));
///   assertThrows(HttpTimeoutException.class, () -> client.send(get(server.uri()), ofString()));
/// }
/// ```
///
/// The test that starts the server owns and closes it. Any thread may call the other methods.
/// Requests that the server refuses before it calls a handler, such as malformed ones, are not
/// recorded.
public final class TestServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpServer server;
  private final Recorder recorder;

  /// The key of a server that was started with one; null otherwise.
  private final @Nullable TlsKey key;

  private TestServer(HttpServer server, Recorder recorder, @Nullable TlsKey key) {
    this.server = server;
    this.recorder = recorder;
    this.key = key;
  }

  /// Starts a server without a handler of its own: a request for which no answer is scripted gets a
  /// 404.
  ///
  /// @return the running server; the caller closes it
  /// @throws IOException if the system has no port or thread left
  public static TestServer start() throws IOException {
    return start(_ -> Answer.pass());
  }

  /// Starts a server.
  ///
  /// @param handler answers requests for which no answer is scripted
  /// @return the running server; the caller closes it
  /// @throws IOException if the system has no port or thread left
  public static TestServer start(Handler handler) throws IOException {
    return start(handler, _ -> {});
  }

  /// Starts a server with further settings, such as TLS. Unlike other servers, it has one event
  /// loop and waits for answers without a timeout by default.
  ///
  /// @param handler answers requests for which no answer is scripted
  /// @param settings changes the builder of the server
  /// @return the running server; the caller closes it
  /// @throws IOException if an address cannot be bound, or the system has no thread left
  public static TestServer start(Handler handler, Consumer<HttpServerBuilder> settings)
      throws IOException {
    return start(handler, settings, null);
  }

  /// Starts a server with TLS, and without a handler of its own, like [#start()].
  ///
  /// ```java
  /// TestServer server = TestServer.startTls();
  /// HttpClient client = HttpClient.newBuilder().sslContext(server.clientContext()).build();
  /// ```
  ///
  /// @return the running server; the caller closes it
  /// @throws IOException if the system has no port or thread left
  public static TestServer startTls() throws IOException {
    return startTls(_ -> Answer.pass());
  }

  /// Starts a server with TLS. It has a new key, whose certificate it signs itself: for
  /// `localhost`, `127.0.0.1` and `::1`. Clients trust it by [#clientContext].
  ///
  /// @param handler answers requests for which no answer is scripted
  /// @return the running server; the caller closes it
  /// @throws IOException if the system has no port or thread left
  public static TestServer startTls(Handler handler) throws IOException {
    TlsKey key = TlsKey.selfSigned();
    return start(handler, builder -> builder.tls(key.settings()), key);
  }

  private static TestServer start(
      Handler handler, Consumer<HttpServerBuilder> settings, @Nullable TlsKey key)
      throws IOException {
    Recorder recorder = new Recorder(Objects.requireNonNull(handler, "handler"));
    HttpLimits limits = HttpLimits.defaults();
    HttpServerBuilder builder =
        HttpServer.serving(recorder)
            .workers(1)
            .limits(limits.withHandlers(limits.handlers().withAnswerTimeout(Duration.ZERO)));
    settings.accept(builder);
    return new TestServer(builder.start(), recorder, key);
  }

  /// Adds answers to the script. Each answers one request, in the order in which the requests are
  /// complete. Any handler can be such an answer; a pass is answered by the handler of the server.
  ///
  /// @param answers the answers, which are called on the event loop and must not block
  /// @return this server
  /// @throws NullPointerException if an answer is null; then none is added
  public TestServer enqueue(Handler... answers) {
    Objects.requireNonNull(answers, "answers");
    for (int i = 0; i < answers.length; i++) {
      Objects.requireNonNull(answers[i], "answers[" + i + "]");
    }
    recorder.enqueue(List.of(answers));
    return this;
  }

  /// Returns the number of scripted answers that no request has got yet.
  ///
  /// @return the number of answers
  public int unusedAnswers() {
    return recorder.unused();
  }

  /// Takes the oldest request that was not taken yet, and waits for it for at most 30 seconds.
  ///
  /// @return the request
  /// @throws InterruptedException if the calling thread is interrupted while it waits
  /// @throws AssertionError if no request has arrived in time
  public RecordedRequest takeRequest() throws InterruptedException {
    return takeRequest(PATIENCE);
  }

  /// Takes the oldest request that was not taken yet, and waits for it.
  ///
  /// @param timeout the maximum time
  /// @return the request
  /// @throws InterruptedException if the calling thread is interrupted while it waits
  /// @throws AssertionError if no request has arrived in time
  public RecordedRequest takeRequest(Duration timeout) throws InterruptedException {
    return recorder.take(timeout);
  }

  /// Returns all requests since the start, also those that were taken.
  ///
  /// @return the requests, in the order in which they were complete; unmodifiable
  public List<RecordedRequest> requests() {
    return recorder.requests();
  }

  /// Returns the URL of `/`.
  ///
  /// @return the URL, with a slash at the end
  public URI uri() {
    return server.uri();
  }

  /// Returns the URL of a path.
  ///
  /// @param path the path, with a query or not, such as `/search?q=owl`
  /// @return the URL
  public URI uri(String path) {
    return server.uri().resolve(path);
  }

  /// Returns a context for clients, which trusts the certificate of this server and no other one.
  ///
  /// @return the context
  /// @throws IllegalStateException if the server was not started by `startTls`
  public SSLContext clientContext() {
    if (key == null) {
      throw new IllegalStateException("the server was not started by startTls");
    }
    return key.clientContext();
  }

  /// Returns the server, for its addresses and statistics.
  ///
  /// @return the server, which this object closes
  public HttpServer server() {
    return server;
  }

  /// Stops the server at once. Running requests, and connections that are idle, are aborted.
  @Override
  public void close() {
    server.close();
  }
}
