package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.OpenFile;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.ServerContext;
import otus.server.http.request.Transport;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.ConnectionLimits;
import otus.server.loop.Endpoint;
import otus.server.loop.EventLoop;
import otus.server.loop.LoopGroup;
import otus.server.loop.Ticker;

/// The server over real sockets. After each test no endpoint, no descriptor and no thread is left.
@Timeout(100)
class SocketTest {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final String GET = "GET %s HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String LAST = "GET %s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  private static final long HUGE = 64L << 30;

  /// The length of the end of the huge file, at offsets that exceed an int.
  private static final long TAIL = 256L << 20;

  @TempDir private Path directory;

  private final ConcurrentLinkedQueue<Endpoint> endpoints = new ConcurrentLinkedQueue<>();
  private final AtomicInteger chunksRequested = new AtomicInteger();
  private final AtomicInteger chunksClosed = new AtomicInteger();
  private final AtomicInteger streams = new AtomicInteger();
  private long descriptors;
  private LoopGroup loops;
  private InetSocketAddress address;
  private Path huge;

  @BeforeEach
  void openOnceSoThatWhatIsOpenedForGoodIsNotTakenForALeak() throws Exception {
    huge = directory.resolve("huge");
    try (FileChannel channel =
        FileChannel.open(huge, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(Octets.of("end")), HUGE - 3);
    }
    start(1);
    exchange(LAST.formatted("/now"));
    exchange(LAST.formatted("/blocking"));
    loops.close();
    endpoints.clear();
    descriptors = openDescriptors();
  }

  private void start(int size) throws IOException {
    loops = LoopGroup.open(size, Ticker.system(), ConnectionLimits.defaults());
    address =
        (InetSocketAddress) loops.listen(new InetSocketAddress("127.0.0.1", 0), this::acceptor);
    loops.start();
  }

  private ConnectionFactory acceptor(EventLoop loop) {
    Http1Factory factory =
        new Http1Factory(
            ServerContext.of(this::handle, HttpLimits.defaults(), InstantSource.system()).on(loop),
            Transport.HTTP,
            null);
    return endpoint -> {
      endpoints.add(endpoint);
      return factory.create(endpoint);
    };
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    loops.close();
    assertTrue(endpoints.stream().noneMatch(Endpoint::isOpen));
    assertEquals(streams.get(), chunksClosed.get());
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("otus-loop")));
    assertEquals(descriptors, openDescriptors());
  }

  private static long openDescriptors() throws IOException {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return 0; // not on Linux
    }
    try (Stream<Path> all = Files.list(DESCRIPTORS)) {
      return all.count();
    }
  }

  private Answer handle(Request request) throws IOException {
    String path = request.target().rawPath();
    return switch (path) {
      case "/now" -> Response.text(Status.OK, "now");
      case "/later" ->
          Answer.later(CompletableFuture.supplyAsync(() -> Response.text(Status.OK, "later")));
      case "/blocking" -> Answer.blocking(() -> Response.text(Status.OK, "blocking"));
      case "/huge" ->
          new Response(
              Status.OK,
              Headers.empty(),
              Body.of(OpenFile.of(FileChannel.open(huge), HUGE, Instant.EPOCH)));
      case "/tail" ->
          new Response(
              Status.OK,
              Headers.empty(),
              new Body.FileRegion(
                  OpenFile.of(FileChannel.open(huge), HUGE, Instant.EPOCH), HUGE - TAIL, TAIL));
      case "/stream" -> {
        streams.incrementAndGet();
        yield new Response(Status.OK, Headers.empty(), Body.stream(new Endless()));
      }
      case "/echo" -> new Response(Status.OK, Headers.empty(), Body.stream(request.body()));
      default -> Answer.pass();
    };
  }

  /// 1000 chunks of 64 KiB, from other threads.
  private final class Endless implements ByteSource {
    private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
    private int count;

    @Override
    public CompletionStage<Chunk> next() {
      chunksRequested.incrementAndGet();
      return count++ == 1000
          ? CompletableFuture.completedStage(Chunk.end())
          : CompletableFuture.supplyAsync(() -> new Chunk.Data(chunk.clear()));
    }

    @Override
    public void close() {
      chunksClosed.incrementAndGet();
    }
  }

  private Socket connect() throws IOException {
    return new Socket(address.getAddress(), address.getPort());
  }

  private static void send(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(Octets.of(request));
  }

  /// Sends requests, of which the last has `Connection: close`, and reads to the end.
  private String exchange(String requests) throws IOException {
    try (Socket socket = connect()) {
      send(socket, requests);
      return new String(socket.getInputStream().readAllBytes(), Octets.LATIN_1);
    }
  }

  @Test
  void every_kind_of_answer_arrives() throws IOException {
    start(2);
    for (int i = 0; i < 50; i++) {
      List<Reply> replies =
          Reply.parse(
              exchange(
                  GET.formatted("/now")
                      + GET.formatted("/later")
                      + GET.formatted("/blocking")
                      + LAST.formatted("/nobodys")),
              true);
      assertEquals(List.of(200, 200, 200, 404), replies.stream().map(Reply::status).toList());
      assertEquals("now", replies.get(0).body());
      assertEquals("later", replies.get(1).body());
      assertEquals("blocking", replies.get(2).body());
    }
  }

  @Test
  void stream_is_read_only_as_fast_as_a_slow_client_reads() throws IOException {
    start(1);
    try (SocketChannel channel = SocketChannel.open()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024);
      channel.connect(address);
      channel.write(ByteBuffer.wrap(Octets.of(LAST.formatted("/stream"))));
      InputStream in = channel.socket().getInputStream();
      in.readNBytes(1);
      // Other exchanges give the loop turns in which it could continue to read the stream.
      for (int i = 0; i < 100; i++) {
        exchange(LAST.formatted("/blocking"));
      }
      int requested = chunksRequested.get();
      assertTrue(requested < 200, () -> requested + " chunks for a client that does not read");
      long received = 1;
      byte[] buffer = new byte[1 << 16];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        received += count;
      }
      assertTrue(received > 1000L * 64 * 1024);
    }
    assertEquals(1001, chunksRequested.get());
  }

  @Test
  void large_file_region_arrives_completely() throws Exception {
    start(1);
    long received = 0;
    try (Socket socket = connect()) {
      send(socket, LAST.formatted("/tail"));
      byte[] buffer = new byte[1 << 20];
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        received += n;
      }
    }
    assertTrue(received > TAIL && received < TAIL + 1000);
  }

  /// The client reads the file at full speed until the small requests are answered. A loop that
  /// sent the file to the end first would not answer them.
  @Test
  void small_requests_are_served_while_a_huge_file_is_sent() throws Exception {
    start(1);
    CountDownLatch sending = new CountDownLatch(1);
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Boolean> cutShort = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (Socket socket = connect()) {
                    send(socket, LAST.formatted("/huge"));
                    byte[] buffer = new byte[1 << 20];
                    int count = socket.getInputStream().read(buffer);
                    sending.countDown();
                    while (count >= 0 && !enough.get()) {
                      count = socket.getInputStream().read(buffer);
                    }
                    cutShort.complete(count >= 0);
                  } catch (IOException e) {
                    cutShort.completeExceptionally(e);
                  }
                });
    sending.await();
    try (Socket socket = connect()) {
      for (int i = 0; i < 5; i++) {
        send(socket, GET.formatted("/now"));
        assertTrue(new String(read(socket, "now"), Octets.LATIN_1).startsWith("HTTP/1.1 200"));
      }
    } finally {
      enough.set(true);
      reader.join();
    }
    assertTrue(cutShort.join(), "the file was sent before the small ones were answered");
  }

  @Test
  void length_of_a_huge_file_is_sent() throws IOException {
    start(1);
    String head = exchange(LAST.replace("GET", "HEAD").formatted("/huge"));
    assertEquals(Long.toString(HUGE), Reply.parseHead(head).field("Content-Length"));
  }

  /// Reads until the received bytes end with `end`.
  private static byte[] read(Socket socket, String end) throws IOException {
    byte[] all = new byte[1000];
    int length = 0;
    InputStream in = socket.getInputStream();
    while (!new String(all, 0, length, Octets.LATIN_1).endsWith(end)) {
      int count = in.read(all, length, all.length - length);
      if (count < 0) {
        throw new AssertionError("ended early");
      }
      length += count;
    }
    return all;
  }

  @Test
  void upload_is_echoed_while_it_is_sent() throws Exception {
    start(2);
    byte[] block = Octets.of(Octets.numbered(1 << 16));
    int blocks = 500;
    try (Socket socket = connect()) {
      Thread sender =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      OutputStream out = socket.getOutputStream();
                      out.write(
                          Octets.of(
                              "POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                                  + "Content-Length: "
                                  + (long) blocks * block.length
                                  + "\r\n\r\n"));
                      for (int i = 0; i < blocks; i++) {
                        out.write(block);
                      }
                    } catch (IOException e) {
                      throw new AssertionError(e);
                    }
                  });
      String all = new String(socket.getInputStream().readAllBytes(), Octets.LATIN_1);
      sender.join();
      Reply reply = Reply.parse(all, true).getFirst();
      assertEquals(blocks * block.length, reply.body().length());
      assertTrue(reply.body().startsWith(new String(block, Octets.LATIN_1)));
      assertTrue(reply.body().endsWith(new String(block, Octets.LATIN_1)));
    }
  }

  @Test
  void thousand_connections_are_served_at_once() throws IOException {
    start(2);
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 1000; i++) {
        sockets.add(connect());
      }
      for (int round = 0; round < 3; round++) {
        for (Socket socket : sockets) {
          send(socket, GET.formatted("/now"));
        }
        for (Socket socket : sockets) {
          read(socket, "now");
        }
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    assertEquals(1000, endpoints.size());
  }

  @Test
  void resets_at_any_moment_leave_nothing_behind() throws IOException {
    start(2);
    Random random = new Random(1);
    List<String> paths = List.of("/now", "/later", "/blocking", "/huge", "/stream", "/echo");
    for (int i = 0; i < 300; i++) {
      String path = paths.get(i % paths.size());
      String request =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n"
              + "x".repeat(1000);
      try (Socket socket = connect()) {
        socket.setSoLinger(true, 0);
        send(socket, request.substring(0, random.nextInt(request.length() + 1)));
        if (random.nextBoolean()) {
          socket.setSoTimeout(1 + random.nextInt(5));
          try {
            socket.getInputStream().readNBytes(random.nextInt(100_000));
          } catch (SocketTimeoutException e) {
            continue; // the server waits for the rest, which is never sent
          }
        }
      }
    }
    assertTrue(exchange(LAST.formatted("/now")).endsWith("now"));
  }

  @Test
  void draining_finishes_running_requests() throws Exception {
    start(2);
    try (Socket socket = connect();
        Socket idle = connect()) {
      send(socket, GET.formatted("/now"));
      read(socket, "now");
      send(socket, GET.formatted("/blocking"));
      read(socket, "blocking");
      Thread stopping =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      assertTrue(loops.drain(Duration.ofSeconds(30)));
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertEquals(-1, idle.getInputStream().read());
      assertEquals(-1, socket.getInputStream().read());
      stopping.join();
    }
  }
}
