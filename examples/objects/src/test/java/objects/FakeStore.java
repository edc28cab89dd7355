package objects;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// A store with scripted responses, by method and URI. Owned by a test, which closes it.
final class FakeStore implements AutoCloseable {

  /// A response.
  ///
  /// @param headers names and values
  /// @param length the length that it declares, which may be more than that of the text
  record Scripted(int status, List<String> headers, String text, long length) {
    Scripted(int status, String text, String... headers) {
      this(status, List.of(headers), text, text.length());
    }
  }

  final Map<String, Scripted> responses = new ConcurrentHashMap<>();
  final List<Map<String, List<String>>> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  FakeStore() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::respond);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void respond(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestHeaders());
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    Scripted scripted =
        responses.getOrDefault(line, new Scripted(404, "<Error><Code>NoSuchKey</Code></Error>"));
    for (int i = 0; i < scripted.headers.size(); i += 2) {
      exchange.getResponseHeaders().add(scripted.headers.get(i), scripted.headers.get(i + 1));
    }
    boolean hasBody = !exchange.getRequestMethod().equals("HEAD") && scripted.status != 304;
    if (!hasBody) {
      exchange.getResponseHeaders().add("Content-Length", "" + scripted.length);
    }
    exchange.sendResponseHeaders(scripted.status, hasBody ? scripted.length : -1);
    if (hasBody) {
      exchange.getResponseBody().write(scripted.text.getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    }
    if (scripted.text.length() == scripted.length || !hasBody) {
      exchange.close(); // otherwise the rest never arrives
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
