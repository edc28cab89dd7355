package otus.server.http.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.WholeBody;
import otus.server.http.config.TlsSettings;
import otus.server.http.tls.TlsKeys;

/// The server of tests, over real sockets.
@SuppressWarnings("try") // a test closes early
class TestServerTest {

  private static Socket connect(TestServer server) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
  }

  private static String answer(Socket socket, String head, String body) throws IOException {
    String request = head + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n";
    send(socket, request + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String answer(TestServer server, String head, String body) throws IOException {
    try (Socket socket = connect(server)) {
      return answer(socket, head, body);
    }
  }

  @Test
  void requests_are_recorded_and_answered_by_the_script_and_then_by_the_handler() throws Exception {
    try (TestServer server = TestServer.start(_ -> Response.text(Status.OK, "handler"))) {
      server.enqueue(
          ScriptedAnswer.of(Status.SERVICE_UNAVAILABLE),
          request ->
              Answer.later(
                  WholeBody.readLater(request, 10)
                      .thenApply(body -> Response.text(Status.OK, body.text()))),
          _ -> Answer.pass());
      assertTrue(answer(server, "PUT /notes/1?a=b", "hello").startsWith("HTTP/1.1 503 "));
      assertTrue(answer(server, "POST /echo", "owl").endsWith("\r\n\r\nowl"));
      assertEquals(1, server.unusedAnswers());
      assertTrue(answer(server, "GET /", "").endsWith("\r\n\r\nhandler"));
      assertTrue(answer(server, "GET /", "").endsWith("\r\n\r\nhandler"));
      RecordedRequest first = server.takeRequest();
      assertEquals("PUT /notes/1?a=b", first.toString());
      assertEquals("hello", first.text());
      assertEquals("a", first.headers().first("Host"));
      assertEquals("http a", first.scheme() + " " + first.authority());
      assertEquals("POST /echo", server.takeRequest().toString());
      assertEquals(
          List.of("PUT /notes/1?a=b", "POST /echo", "GET /", "GET /"),
          server.requests().stream().map(RecordedRequest::toString).toList());
    }
  }

  @Test
  void request_without_a_script_gets_a_404_that_says_so() throws Exception {
    try (TestServer server = TestServer.start()) {
      String answer = answer(server, "GET /a", "");
      assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
      assertTrue(answer.endsWith("\r\n\r\nno answer is scripted for GET /a\n"), answer);
      server.takeRequest();
      assertThrows(AssertionError.class, () -> server.takeRequest(Duration.ZERO));
    }
  }

  @Test
  void connection_breaks_without_a_response_or_within_it() throws Exception {
    try (TestServer server = TestServer.start()) {
      server.enqueue(ScriptedAnswer.broken(), ScriptedAnswer.text("abcdef").brokenAfter(3));
      assertThrows(SocketException.class, () -> answer(server, "GET /", ""));
      try (Socket socket = connect(server)) {
        send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        StringBuilder got = new StringBuilder();
        assertThrows(
            SocketException.class,
            () -> {
              while (true) {
                got.append((char) socket.getInputStream().read());
              }
            });
        assertTrue(got.toString().contains("\r\nContent-Length: 6\r\n"), got::toString);
        assertTrue(got.toString().endsWith("\r\n\r\nabc"), got::toString);
      }
    }
  }

  @Test
  void silent_connection_stays_open_until_the_server_is_closed() throws Exception {
    try (TestServer server = TestServer.start();
        Socket socket = connect(server)) {
      server.enqueue(ScriptedAnswer.silent());
      send(socket, "GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
      assertEquals("GET /a", server.takeRequest().toString());
      server.close();
      assertThrows(SocketException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void null_is_no_answer() throws Exception {
    try (TestServer server = TestServer.start()) {
      Handler none = null;
      NullPointerException e =
          assertThrows(
              NullPointerException.class, () -> server.enqueue(ScriptedAnswer.text("a"), none));
      assertEquals("answers[1]", e.getMessage());
      assertEquals(0, server.unusedAnswers());
    }
  }

  @Test
  void address_in_use_is_named() throws Exception {
    try (TestServer server = TestServer.start()) {
      int port = server.uri().getPort();
      BindException e =
          assertThrows(
              BindException.class,
              () -> TestServer.start(_ -> Answer.pass(), builder -> builder.port(port)).close());
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("cannot listen on 127.0.0.1:" + port + ": "), message);
    }
  }

  @Test
  void client_trusts_the_certificate_of_a_server_with_tls() throws Exception {
    try (TestServer server = TestServer.startTls()) {
      for (String host : List.of("localhost", "127.0.0.1", "::1")) {
        try (Socket plain = connect(server);
            SSLSocket socket =
                (SSLSocket)
                    server
                        .clientContext()
                        .getSocketFactory()
                        .createSocket(plain, host, server.uri().getPort(), true)) {
          SSLParameters parameters = socket.getSSLParameters();
          parameters.setEndpointIdentificationAlgorithm("HTTPS");
          socket.setSSLParameters(parameters);
          server.enqueue(ScriptedAnswer.text(host));
          assertTrue(answer(socket, "GET /", "").endsWith("\r\n\r\n" + host), host);
        }
      }
    }
    try (TestServer server = TestServer.start()) {
      assertThrows(IllegalStateException.class, server::clientContext);
    }
  }

  @Test
  void delayed_answer_comes_over_tls() throws Exception {
    TlsSettings tls = TlsSettings.of(TlsKeys.server());
    try (TestServer server = TestServer.start(_ -> Answer.pass(), builder -> builder.tls(tls))) {
      server.enqueue(ScriptedAnswer.text("late").delayed(Duration.ofMillis(1)));
      assertEquals("https://127.0.0.1:" + server.uri().getPort() + "/b", "" + server.uri("/b"));
      try (Socket socket =
          TlsKeys.client()
              .getSocketFactory()
              .createSocket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
        assertTrue(answer(socket, "GET /", "").endsWith("\r\n\r\nlate"));
      }
      assertEquals("https", server.takeRequest().scheme());
    }
  }
}
