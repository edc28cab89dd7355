package otus.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Attributes;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.ListenSettings;
import otus.server.http.config.TlsSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.monitor.TlsStatistics;
import otus.server.http.tls.TlsKeys;

/// Encrypted servers, over real sockets and with the sockets of the JDK as clients.
class TlsServerTest {
  private static final SSLContext CLIENT = TlsKeys.client();
  private static final TlsSettings TLS = TlsSettings.of(TlsKeys.server());

  private static final String GET = "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  private static final byte[] LARGE = new byte[3_000_000];

  private static final Handler HANDLER =
      request -> {
        if (request.target().rawPath().equals("/large")) {
          return new Response(Status.OK, Headers.empty(), new Body.Bytes(ByteBuffer.wrap(LARGE)));
        }
        Principal subject = request.attributes().get(Attributes.SUBJECT);
        InetSocketAddress peer = (InetSocketAddress) request.peer();
        return Response.text(
            Status.OK, request.scheme() + " " + peer.getAddress().getHostAddress() + " " + subject);
      };

  private static SSLSocket connect(HttpServer server, String version) throws IOException {
    int port = ((InetSocketAddress) server.addresses().getFirst()).getPort();
    SSLSocket socket =
        (SSLSocket) CLIENT.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setEnabledProtocols(new String[] {version});
    return socket;
  }

  private static byte[] exchange(Socket socket, String path) throws IOException {
    socket.getOutputStream().write(GET.formatted(path).getBytes(StandardCharsets.US_ASCII));
    return socket.getInputStream().readAllBytes();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requests_are_answered_over_both_versions(String version) throws Exception {
    try (HttpServer server = HttpServer.serving(HANDLER).workers(2).tls(TLS).start()) {
      assertEquals("https", server.uri().getScheme());
      try (SSLSocket socket = connect(server, version)) {
        String answer = text(exchange(socket, "/"));
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\nhttps 127.0.0.1 null"), answer);
        assertEquals(version, socket.getSession().getProtocol());
      }
      try (SSLSocket socket = connect(server, version)) {
        assertTrue(exchange(socket, "/large").length > LARGE.length);
      }
      TlsStatistics counts = server.statistics().tls();
      assertEquals(2, counts.completed().get(version.substring(4)));
      assertEquals(1, counts.resumed());
      assertEquals(0, counts.handshaking());
    }
  }

  @Test
  void opened_server_has_the_encryption_of_the_builder_by_default() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (HttpServer server = HttpServer.serving(HANDLER).workers(1).tls(TLS).open()) {
      server.listen(any);
      SocketAddress plain = server.listen(any, ListenSettings.plain(null));
      server.start();
      assertEquals("https", server.uri().getScheme());
      try (SSLSocket socket = connect(server, "TLSv1.3")) {
        assertTrue(text(exchange(socket, "/")).endsWith("\r\n\r\nhttps 127.0.0.1 null"));
      }
      int port = ((InetSocketAddress) plain).getPort();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertTrue(text(exchange(socket, "/")).endsWith("\r\n\r\nhttp 127.0.0.1 null"));
      }
    }
  }

  @Test
  void threads_end_with_the_server() throws Exception {
    try (HttpServer server = HttpServer.serving(HANDLER).workers(1).tls(TLS).start();
        SSLSocket socket = connect(server, "TLSv1.3")) {
      exchange(socket, "/");
      assertFalse(threads().isEmpty());
    }
    for (Thread each : threads()) {
      each.join();
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("otus-tls-"))
        .toList();
  }

  @Test
  void http_1_1_is_chosen_by_alpn() throws Exception {
    try (HttpServer server = HttpServer.serving(HANDLER).workers(1).tls(TLS).start();
        SSLSocket socket = connect(server, "TLSv1.3")) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"other", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertEquals("http/1.1", socket.getApplicationProtocol());
    }
  }

  @Test
  void plain_request_is_answered_with_400() throws Exception {
    try (HttpServer server = HttpServer.serving(HANDLER).workers(1).tls(TLS).start();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      String answer = text(exchange(socket, "/"));
      assertTrue(answer.startsWith("HTTP/1.1 400 Bad Request\r\nDate: "), answer);
      assertTrue(
          answer.endsWith("\r\n\r\nThe plain HTTP request was sent to HTTPS port\n"), answer);
      assertEquals(1, server.statistics().tls().failed().get("plain_text"));
    }
  }

  @Test
  void subject_of_the_client_is_an_attribute() throws Exception {
    SSLContext context = TlsKeys.server();
    TlsSettings tls =
        new TlsSettings(
            () -> {
              SSLEngine engine = TlsKeys.serverEngine(context);
              engine.setWantClientAuth(true);
              return engine;
            });
    try (HttpServer server = HttpServer.serving(HANDLER).workers(1).tls(tls).start();
        SSLSocket socket = connect(server, "TLSv1.3")) {
      String answer = text(exchange(socket, "/"));
      assertTrue(answer.endsWith("\r\n\r\nhttps 127.0.0.1 CN=client"), answer);
    }
  }

  @Test
  void header_of_the_proxy_precedes_the_handshake() throws Exception {
    TrustedProxies proxies = TrustedProxies.of(List.of("127.0.0.1"));
    for (String header : List.of("PROXY TCP4 192.0.2.7 192.0.2.1 1 2\r\n", "PROXY UNKNOWN\r\n")) {
      try (HttpServer server = HttpServer.serving(HANDLER).workers(1).proxies(proxies).open()) {
        server.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            ListenSettings.plain(null).withProxyProtocol(true).withTls(TLS));
        server.start();
        try (Socket below = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
          below.getOutputStream().write(header.getBytes(StandardCharsets.US_ASCII));
          try (Socket socket =
              CLIENT.getSocketFactory().createSocket(below, "localhost", 1, true)) {
            String client = header.contains("UNKNOWN") ? "127.0.0.1" : "192.0.2.7";
            String answer = text(exchange(socket, "/"));
            assertTrue(answer.endsWith("\r\n\r\nhttps " + client + " null"), answer);
          }
        }
      }
    }
  }

  @Test
  void connections_are_counted_by_phase_and_memory() throws Exception {
    try (HttpServer server = HttpServer.serving(HANDLER).workers(1).tls(TLS).start()) {
      try (SSLSocket socket = connect(server, "TLSv1.3")) {
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertTrue(socket.getInputStream().read(new byte[10_000]) > 0);
        while (total(server.statistics().connections()) != 1) {
          Thread.onSpinWait(); // it is counted after the answer was written
        }
        assertTrue(server.statistics().memory() > 8 * 1024);
        assertTrue(server.statistics().memory() < 11 * 1024);
      }
    }
  }

  private static long total(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void running_request_finishes_when_the_server_stops() throws Exception {
    try (HttpServer server = HttpServer.serving(HANDLER).workers(1).tls(TLS).start();
        SSLSocket socket = connect(server, "TLSv1.3")) {
      socket.startHandshake();
      server.beginStop();
      String answer = text(exchange(socket, "/"));
      assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
    }
  }
}
