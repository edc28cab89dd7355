package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import otus.server.app.admin.Monitor;
import otus.server.app.admin.Reloads;
import otus.server.app.chain.HandlerChain;
import otus.server.app.cli.CommandLine;
import otus.server.app.config.Options;
import otus.server.app.logging.StandardOutput;

/// Settings that are reloaded while the server runs.
class ReloadTest {
  private static final int MAX_COLLECTIONS = 100;

  /// A plugin that registers its class loader.
  private static final String OWL =
      """
      package owl;

      import java.lang.ref.WeakReference;
      import java.util.List;
      import otus.server.api.*;
      import otus.server.api.spi.*;

      public final class Provider implements HandlerProvider {
        @Override
        public String name() {
          return "owl";
        }

        @Override
        @SuppressWarnings("unchecked")
        public Handler create(ProviderContext context) {
          ((List<Object>) System.getProperties().get("otus.test.loaders"))
              .add(new WeakReference<>(Provider.class.getClassLoader()));
          return request -> Answer.blocking(() -> Response.text(Status.OK, "owl"));
        }
      }
      """;

  /// A plugin that reads a resource as libraries do.
  private static final String READER =
      """
      package reader;

      import otus.server.api.*;
      import otus.server.api.spi.*;

      public final class Provider implements HandlerProvider {
        @Override
        public String name() {
          return "reader";
        }

        @Override
        public Handler create(ProviderContext context) {
          return request -> Answer.blocking(
              () -> {
                ClassLoader loader = Thread.currentThread().getContextClassLoader();
                try (var in = loader.getResource("META-INF/text").openStream()) {
                  return Response.text(Status.OK, "VERSION " + new String(in.readAllBytes()));
                }
              });
        }
      }
      """;

  /// A plugin that waits for the test, and reports when it is closed.
  private static final String SLOW =
      """
      package slow;

      import java.util.concurrent.CompletableFuture;
      import java.util.concurrent.CountDownLatch;
      import otus.server.api.*;
      import otus.server.api.spi.*;

      public final class Provider implements HandlerProvider {
        @Override
        public String name() {
          return "slow";
        }

        @Override
        @SuppressWarnings("unchecked")
        public Handler create(ProviderContext context) {
          var all = System.getProperties();
          context.onShutdown(
              () -> ((CompletableFuture<Object>) all.get("otus.test.closed")).complete(""));
          ((CompletableFuture<Object>) all.get("otus.test.created")).complete("");
          try {
            ((CountDownLatch) all.get("otus.test.release")).await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return request -> Response.text(Status.OK, "slow");
        }
      }
      """;

  @TempDir Path directory;

  private final Monitor monitor = Wiring.monitor();
  private final List<String> warnings = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private String[] arguments = {};
  private Server server;
  private Reload reload;

  private void start(String... flags) throws IOException {
    use(flags);
    startAsIs();
  }

  private void startAsIs() throws IOException {
    Files.writeString(directory.resolve("a.txt"), "hello");
    Options options = CommandLine.settings(Map.of(), Map.of(), warnings::add, arguments);
    server =
        Wiring.start(
            options,
            HandlerChain::installed,
            StandardOutput.plain(System.out),
            monitor,
            null,
            warnings::add);
    reload =
        new Reload(
            server,
            () -> CommandLine.settings(Map.of(), Map.of(), warnings::add, arguments),
            HandlerChain::installed,
            monitor.providers(),
            warnings::add,
            options);
  }

  /// Sets the flags that the next reload reads.
  private void use(String... flags) {
    List<String> all = new ArrayList<>(List.of("-p", "0", "-w", "2", "-r", directory.toString()));
    all.addAll(List.of(flags));
    arguments = all.toArray(String[]::new);
  }

  private Monitor.ReloadResult reload(String... flags) {
    use(flags);
    return reload.reload();
  }

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
  }

  private Socket connect() throws IOException {
    URI uri = URI.create(server.urls().getFirst());
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(10_000);
    sockets.add(socket);
    return socket;
  }

  private static String get(Socket socket, String path, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    OutputStream out = socket.getOutputStream();
    String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    return response(socket.getInputStream());
  }

  /// Reads a response with a Content-Length.
  private static String response(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.read());
    }
    String text = head.toString();
    int length = Integer.parseInt(text.replaceAll("(?s).*Content-Length: (\\d+).*", "$1"));
    return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Test
  void open_connection_uses_new_filters_and_limits_after_a_reload() throws Exception {
    start("-H", "X-Version: 1");
    Socket socket = connect();
    assertTrue(get(socket, "/a.txt").contains("X-Version: 1"));
    assertEquals(
        new Monitor.ReloadResult(true, "the new settings are used"),
        reload("-H", "X-Version: 2", "--max-body", "3"));
    assertTrue(get(socket, "/a.txt").contains("X-Version: 2"));
    assertTrue(get(socket, "/a.txt", "Content-Length: 4", "", "body").startsWith("HTTP/1.1 413"));
  }

  @Test
  void new_mount_and_new_root_are_used() throws Exception {
    start();
    Path other = Files.createDirectory(directory.resolve("other"));
    Files.writeString(other.resolve("b.txt"), "other");
    Socket socket = connect();
    assertTrue(get(socket, "/m/b.txt").startsWith("HTTP/1.1 404"));
    assertTrue(reload("--mount", "/m=static:root=" + other).isDone());
    assertTrue(get(socket, "/m/b.txt").endsWith("other"));
    assertTrue(get(socket, "/a.txt").endsWith("hello"));
  }

  @Test
  void invalid_settings_are_refused_and_the_former_ones_stay() throws Exception {
    start("-H", "X-Version: 1");
    Map<String, String[]> wrong = new TreeMap<>();
    wrong.put("no such handler: nope; available: static", new String[] {"--mount", "/x=nope"});
    wrong.put("invalid port (0 to 65535): x", new String[] {"-p", "x"});
    wrong.put("unknown option: --nope (try --help)", new String[] {"--nope"});
    for (Map.Entry<String, String[]> each : wrong.entrySet()) {
      arguments =
          Stream.concat(Stream.of("-r", directory.toString()), Stream.of(each.getValue()))
              .toArray(String[]::new);
      Monitor.ReloadResult result = reload.reload();
      assertFalse(result.isDone());
      assertTrue(result.message().endsWith(each.getKey()), result.message());
      assertTrue(get(connect(), "/a.txt").contains("X-Version: 1"));
    }
  }

  @Test
  void settings_that_need_a_restart_are_named() throws Exception {
    start();
    use("-H", "X-Version: 2");
    arguments[1] = "1";
    arguments[3] = "3";
    Monitor.ReloadResult result = reload.reload();
    assertTrue(result.isDone());
    assertEquals(
        "the new settings are used, except these, which need a restart: port, workers",
        result.message());
    assertTrue(get(connect(), "/a.txt").contains("X-Version: 2"));
  }

  @Test
  void only_the_setting_that_has_changed_needs_a_restart() throws Exception {
    String listen = "unix:" + directory.resolve("1.sock");
    String[] alone = {"-r", directory.toString(), "--listen", listen};
    arguments = alone;
    startAsIs();
    for (Map.Entry<String, String[]> each :
        Map.of(
                "port", new String[] {"--port", "8080"},
                "bind", new String[] {"--bind", "127.0.0.1"},
                "bind, port", new String[] {"--bind", "127.0.0.1", "--port", "8080"})
            .entrySet()) {
      arguments =
          Stream.concat(Stream.of(alone), Stream.of(each.getValue())).toArray(String[]::new);
      assertEquals(
          "the new settings are used, except these, which need a restart: " + each.getKey(),
          reload.reload().message());
    }
  }

  @Test
  void reload_is_refused_if_no_content_is_left() throws Exception {
    configure("root = \".\"\nheader = \"X-Version: 1\"\n");
    start();
    arguments = new String[] {"-p", "0", "-c", directory.resolve("otus.toml").toString()};
    assertTrue(reload.reload().isDone());
    configure("");
    Monitor.ReloadResult result = reload.reload();
    assertFalse(result.isDone());
    assertTrue(result.message().startsWith("neither a root nor a mount nor a site is left"));
    assertTrue(get(connect(), "/a.txt").contains("X-Version: 1"));
    configure("[[site]]\nhosts = \"a.example\"\nroot = \".\"\n");
    assertTrue(reload.reload().isDone());
  }

  private String overUnix(String name) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve(name)))) {
      byte[] head = "GET /a.txt HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(head));
      return response(Channels.newInputStream(channel));
    }
  }

  private void configure(String text) throws IOException {
    Files.writeString(directory.resolve("otus.toml"), text);
  }

  @Test
  void listener_of_a_site_keeps_its_site_if_its_address_is_changed() throws Exception {
    for (String name : List.of("one", "two")) {
      Files.createDirectory(directory.resolve(name));
      Files.writeString(directory.resolve(name).resolve("a.txt"), "site " + name);
    }
    configure(
        """
        [[site]]
        listen = "unix:1.sock"
        root = "one"
        [[site]]
        hosts = "two.example"
        listen = "unix:2.sock"
        root = "two"
        """);
    String[] flags = {"-c", directory.resolve("otus.toml").toString()};
    start(flags);
    assertTrue(overUnix("1.sock").endsWith("site one"));
    configure(
        """
        [[site]]
        listen = "unix:3.sock"
        header = "X-Version: 2"
        root = "one"
        """);
    assertEquals(
        "the new settings are used, except these, which need a restart: listen",
        reload(flags).message());
    String kept = overUnix("1.sock");
    assertTrue(kept.endsWith("site one") && kept.contains("X-Version: 2"), kept);
    assertTrue(overUnix("2.sock").startsWith("HTTP/1.1 421"), "the site was removed");
    configure("");
    assertTrue(reload(flags).message().endsWith("need a restart: listen"));
    assertTrue(overUnix("1.sock").startsWith("HTTP/1.1 421"));
    assertTrue(get(connect(), "/a.txt").endsWith("hello"));
  }

  /// The line of a request is written after its response was sent.
  private static void awaitLine(Path log, String text) throws IOException {
    while (!Files.readString(log).contains(text)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void access_log_is_replaced() throws Exception {
    Path first = directory.resolve("first.log");
    Path second = directory.resolve("second.log");
    start("--access-log", "common:" + first);
    Socket socket = connect();
    get(socket, "/a.txt");
    awaitLine(first, "GET /a.txt HTTP/1.1");
    assertTrue(reload("--access-log", "common:" + second).isDone());
    get(socket, "/a.txt?second");
    awaitLine(second, "GET /a.txt?second HTTP/1.1");
    assertTrue(reload("--access-log", "off").isDone());
    get(socket, "/a.txt?third");
    assertTrue(
        reload("--access-log", "common:" + directory.resolve("nope/x"))
            .message()
            .contains("no such directory"));
    get(socket, "/a.txt?fourth");
    assertFalse(Files.readString(first).contains("second"));
    assertFalse(Files.readString(second).contains("third"));
  }

  @Test
  void reload_that_ends_after_the_begin_of_a_stop_replaces_nothing_and_leaves_nothing_open()
      throws Exception {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    new PluginJar()
        .descriptor("slow", "requires otus.server.api;", "slow.Provider")
        .source("slow/Provider.java", SLOW)
        .write(plugins.resolve("slow.jar"));
    CompletableFuture<Object> created = new CompletableFuture<>();
    CompletableFuture<Object> closed = new CompletableFuture<>();
    CountDownLatch release = new CountDownLatch(1);
    System.getProperties().put("otus.test.created", created);
    System.getProperties().put("otus.test.closed", closed);
    System.getProperties().put("otus.test.release", release);
    start("-H", "X-Version: 1");
    use(
        "--plugins=" + plugins,
        "--mount=/slow=slow",
        "--access-log=common:" + directory.resolve("late.log"));
    Reloads reloads = new Reloads(reload);
    CompletionStage<Monitor.ReloadResult> result = reloads.request();
    created.get(20, TimeUnit.SECONDS);
    reloads.end();
    assertEquals(
        new Monitor.ReloadResult(false, "the server is stopping"),
        result.toCompletableFuture().get(20, TimeUnit.SECONDS));
    release.countDown();
    closed.get(20, TimeUnit.SECONDS);
    assertTrue(get(connect(), "/a.txt").contains("X-Version: 1"));
    assertTrue(get(connect(), "/slow").startsWith("HTTP/1.1 404"));
    assertEquals(List.of(), open(directory, ".log"));
  }

  @Test
  void limits_of_connections_are_replaced() throws Exception {
    start();
    get(connect(), "/a.txt");
    assertTrue(reload("--max-connections-per-address", "2").isDone());
    get(connect(), "/a.txt");
    get(connect(), "/a.txt");
    assertEquals(-1, connect().getInputStream().read());
    assertTrue(reload().isDone());
    get(connect(), "/a.txt");
  }

  @Test
  @EnabledOnOs(OS.LINUX) // descriptors are looked up in /proc
  void reloads_leave_no_thread_descriptor_or_class_loader() throws Exception {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    new PluginJar()
        .descriptor("owl", "requires otus.server.api;", "owl.Provider")
        .source("owl/Provider.java", OWL)
        .write(plugins.resolve("owl.jar"));
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    System.getProperties().put("otus.test.loaders", loaders);
    ServerSocketChannel.open().close(); // the JDK keeps a descriptor after the first socket
    start("--plugins", plugins.toString(), "--mount", "/owl=owl", "--compress");
    Socket socket = connect();
    assertTrue(get(socket, "/owl").endsWith("owl"));
    get(socket, "/a.txt");
    List<String> threads = threads();
    for (int i = 0; i < 30; i++) {
      String version = "X-Version: " + i;
      assertTrue(
          reload("--plugins", plugins.toString(), "--mount=/owl=owl", "--compress", "-H", version)
              .isDone());
      assertTrue(get(socket, "/owl").endsWith("owl"));
      assertTrue(get(socket, "/a.txt").contains(version));
    }
    assertEquals(31, loaders.size());
    assertEquals(1, onceCollected(loaders));
    assertEquals(threads, threads());
    assertEquals(List.of("owl.jar"), open(directory, ""));
  }

  @Test
  void changed_jar_is_used_after_a_reload() throws Exception {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    String[] flags = {"--plugins", plugins.toString(), "--mount", "/reader=reader"};
    writeReader(plugins, "1");
    start(flags);
    Socket socket = connect();
    assertTrue(get(socket, "/reader").endsWith("class 1, text 1"));
    writeReader(plugins, "2 and longer");
    assertTrue(reload(flags).isDone());
    assertTrue(get(socket, "/reader").endsWith("class 2 and longer, text 2 and longer"));
  }

  private static void writeReader(Path plugins, String version) throws IOException {
    new PluginJar()
        .descriptor("reader", "requires otus.server.api;", "reader.Provider")
        .source("reader/Provider.java", READER.replace("VERSION", "class " + version + ", text"))
        .file("META-INF/text", version)
        .write(plugins.resolve("reader.jar"));
  }

  /// The threads of the server, without those that only close something and have ended by now.
  private static List<String> threads() throws InterruptedException {
    List<String> found = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      String name = thread.getName();
      if (name.equals("otus-stop") || name.equals("otus-shutdown")) {
        thread.join(10_000);
      }
      if (name.startsWith("otus-") && thread.isAlive()) {
        found.add(name.replaceAll("\\d", ""));
      }
    }
    return found.stream().sorted().toList();
  }

  private static long onceCollected(List<WeakReference<ClassLoader>> loaders) {
    long count = loaders.size();
    for (int i = 0; i < MAX_COLLECTIONS && count > 1; i++) {
      System.gc();
      count = loaders.stream().filter(loader -> loader.get() != null).count();
    }
    return count;
  }

  /// The open files below a directory whose names end with a text.
  private static List<String> open(Path directory, String end) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(ReloadTest::target)
          .filter(name -> name.startsWith(directory.toString()) && name.endsWith(end))
          .map(name -> Path.of(name).getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed in the meantime, as is the descriptor of this listing
    }
  }
}
