package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;
import otus.server.http.exchange.ServerContext;
import otus.server.http.request.Transport;
import otus.server.loop.ConnectionLimits;
import otus.server.loop.LoopGroup;
import otus.server.loop.Ticker;

/// Clients that disconnect, over real sockets: the events that the system reports, and their time.
@Timeout(60)
class DisconnectedClientTest {
  private static final HttpLimits LIMITS =
      HttpLimits.defaults()
          .withRequests(new RequestLimits(8000, 32_000, 100, 1 << 20))
          .withHeadTimeout(Duration.ofSeconds(30))
          .withStallTimeout(Duration.ofSeconds(30))
          .withMinRate(1)
          .withIdleTimeout(Duration.ofSeconds(30))
          .withLingerTime(Duration.ofMillis(100));

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private LoopGroup loops;
  private InetSocketAddress address;

  @BeforeEach
  void start() throws IOException {
    loops = LoopGroup.open(1, Ticker.system(), ConnectionLimits.defaults());
    ServerContext context = ServerContext.of(this::handle, LIMITS, InstantSource.system());
    address =
        (InetSocketAddress)
            loops.listen(
                new InetSocketAddress("127.0.0.1", 0),
                loop -> new Http1Factory(context.on(loop), Transport.HTTP, null));
    loops.start();
  }

  @AfterEach
  void stop() {
    loops.close();
  }

  private Answer handle(Request request) {
    if (request.target().rawPath().equals("/stream")) {
      return new Response(Status.OK, Headers.empty(), Body.stream(new Silent()));
    }
    return Answer.blocking(
        () -> {
          events.add("begun");
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            events.add("cancelled");
          }
          return Answer.pass();
        });
  }

  /// A source without chunks.
  private final class Silent implements ByteSource {
    @Override
    public CompletionStage<Chunk> next() {
      events.add("begun");
      return new CompletableFuture<>();
    }

    @Override
    public void close() {
      events.add("cancelled");
    }
  }

  private Socket ask(String request) throws Exception {
    Socket socket = new Socket(address.getAddress(), address.getPort());
    socket.getOutputStream().write(Octets.of(request));
    assertEquals("begun", events.poll(30, TimeUnit.SECONDS));
    return socket;
  }

  private void assertCancelled() throws InterruptedException {
    assertEquals("cancelled", events.poll(30, TimeUnit.SECONDS));
  }

  private static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Test
  void reset_cancels_blocking_work() throws Exception {
    reset(ask("GET /work HTTP/1.1\r\nHost: h\r\n\r\n"));
    assertCancelled();
  }

  @Test
  void reset_cancels_blocking_work_that_has_not_read_the_received_body() throws Exception {
    String post = "POST /work HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n";
    reset(ask(post + "x".repeat(500)));
    assertCancelled();
  }

  @Test
  void reset_cancels_a_stream_without_a_chunk() throws Exception {
    reset(ask("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n"));
    assertCancelled();
  }

  @Test
  void half_closed_client_is_disconnected_after_the_linger_time() throws Exception {
    for (String path : new String[] {"/work", "/stream"}) {
      try (Socket socket = ask("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n")) {
        socket.shutdownOutput();
        assertCancelled();
        assertThrows(SocketException.class, () -> socket.getInputStream().readAllBytes());
      }
    }
  }
}
