package proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import otus.server.api.Handler;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.FakeSource;
import otus.server.api.testing.Reply;

/// The handler in front of the HTTP server of the JDK.
class ProxyTest {
  private final Map<String, List<String>> received = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    upstream.setExecutor(threads);
    upstream.createContext("/base", this::respond);
    upstream.start();
  }

  @AfterEach
  void stop() {
    upstream.stop(0);
    threads.shutdownNow();
  }

  private void respond(HttpExchange exchange) throws IOException {
    received.putAll(exchange.getRequestHeaders());
    String uri = exchange.getRequestURI().toString();
    received.put("uri", List.of(exchange.getRequestMethod() + " " + uri));
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().add("Set-Cookie", "a=1");
    exchange.getResponseHeaders().add("Set-Cookie", "b=2");
    exchange.getResponseHeaders().add("Keep-Alive", "timeout=5");
    exchange.getResponseHeaders().add("Server", "upstream");
    if (uri.contains("moved")) {
      exchange.getResponseHeaders().add("Location", "/base/new/place?q");
      exchange.sendResponseHeaders(302, -1);
    } else if (uri.contains("stalls")) {
      exchange.sendResponseHeaders(200, 100);
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().flush();
      return; // the rest never arrives
    } else {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private Handler handler(String... options) {
    ProxyProvider provider = new ProxyProvider();
    List<String> all = new java.util.ArrayList<>(List.of(options));
    if (!all.contains("to")) {
      all.addAll(List.of("to", "http://127.0.0.1:" + upstream.getAddress().getPort() + "/base/"));
    }
    return provider.create(FakeContext.of(provider, all.toArray(String[]::new)));
  }

  @Test
  void headers_of_the_connection_are_not_passed_on() throws Exception {
    Request request =
        FakeRequest.get("/a%20b?q=1|2")
            .header("Connection", "close, X-Mine")
            .header("X-Mine", "1")
            .header("TE", "trailers")
            .header("Accept", "text/x")
            .header("X-Forwarded-For", "192.0.2.1")
            .authority("owls.example")
            .peer(new InetSocketAddress("192.0.2.2", 9));
    Reply reply = Reply.to(request, handler());
    assertEquals(200, reply.status().code());
    assertEquals(List.of("GET /base/a%20b?q=1%7C2"), received.get("uri"));
    assertEquals(List.of("text/x"), received.get("Accept"));
    assertNull(received.get("X-mine"));
    assertNull(received.get("Te"));
    assertEquals(List.of("192.0.2.1, 192.0.2.2"), received.get("X-forwarded-for"));
    assertEquals(List.of("owls.example"), received.get("X-forwarded-host"));
    assertEquals(List.of("a=1", "b=2"), reply.headers().all("Set-Cookie"));
    assertNull(reply.headers().first("Keep-Alive"));
    assertNull(reply.headers().first("Transfer-Encoding"));
  }

  @Test
  void bodies_are_passed_both_ways() throws Exception {
    String text = "Hu ".repeat(100_000);
    FakeRequest request = FakeRequest.post("/a").body(FakeSource.of(text, "end"));
    assertEquals(text + "end", Reply.to(request, handler()).text());
    assertEquals(List.of("chunked"), received.get("Transfer-encoding"));
    FakeRequest sized = FakeRequest.post("/a").header("Content-Length", "2").body("Hu");
    assertEquals("Hu", Reply.to(sized, handler()).text());
    assertEquals(List.of("2"), received.get("Content-length"));
    assertEquals("", Reply.to(FakeRequest.of(Method.HEAD, "/a"), handler()).text());
  }

  @Test
  void location_of_the_upstream_server_is_relative() throws Exception {
    Reply reply = Reply.to(FakeRequest.get("/x/y/moved"), handler());
    assertEquals(302, reply.status().code());
    assertEquals("../../new/place?q", reply.headers().first("Location"));
  }

  @Test
  void upstream_server_that_does_not_answer_is_an_error_in_time() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Handler handler =
          handler("to", "http://127.0.0.1:" + silent.getLocalPort(), "timeout", "200ms");
      assertEquals(504, Reply.to(FakeRequest.get("/a"), handler).status().code());
      silent.close();
      assertEquals(502, Reply.to(FakeRequest.get("/a"), handler).status().code());
    }
  }

  @Test
  void upstream_server_that_stalls_aborts_the_response_and_frees_the_connection() throws Exception {
    Handler handler = handler("timeout", "2s", "connections", "1");
    FakeRequest request = FakeRequest.post("/stalls").body("Hu");
    assertThrows(TimeoutException.class, () -> Reply.to(request, handler));
    assertEquals(200, Reply.to(FakeRequest.get("/b"), handler).status().code());
  }
}
