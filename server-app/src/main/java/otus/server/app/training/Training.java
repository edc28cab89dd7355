package otus.server.app.training;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import otus.server.app.cli.CommandLine;
import otus.server.app.cli.ParsedArgs;
import otus.server.app.config.Options;

/// A short run of the server with a client in the same process. The build records the classes that
/// the JVM loads, links and compiles in this run, so that later starts are fast. An unexpected
/// response fails the run, and with it the build.
public final class Training {
  /// The property with the file of the certificate, which another process makes:
  /// [TrainingCertificate]. Without it, the training is one without TLS.
  private static final String CERTIFICATE = "otus.training.certificate";

  private static final int ROUNDS = 100;
  private static final int SMALL = 1_000;
  static final int LARGE = 1_000_000;

  private static final String PAST = "Sat, 01 Jan 2000 00:00:00 GMT\r\n";
  private static final String FUTURE = "Fri, 01 Jan 2100 00:00:00 GMT\r\n";

  private static final List<Exchange> EXCHANGES =
      List.of(
          new Exchange("GET", "/small.txt", "", 200, SMALL),
          new Exchange("GET", "/small.txt?query=1", "Accept: */*\r\n", 200, SMALL),
          new Exchange("HEAD", "/small.txt", "", 200, SMALL),
          new Exchange("GET", "/small.txt", "Range: bytes=10-19\r\n", 206, 10),
          new Exchange("GET", "/small.txt", "Range: bytes=-5\r\n", 206, 5),
          new Exchange("GET", "/small.txt", "If-None-Match: *\r\n", 304, -1),
          new Exchange("GET", "/small.txt", "If-Modified-Since: " + FUTURE, 304, -1),
          new Exchange("GET", "/small.txt", "If-Unmodified-Since: " + PAST, 412, -1),
          new Exchange("GET", "/", "", 200, SMALL),
          new Exchange("GET", "/folder/", "", 200, SMALL),
          new Exchange("GET", "/folder", "", 301, -1),
          new Exchange("GET", "/folder/a%20picture.png", "", 200, SMALL),
          new Exchange("GET", "/folder/page.css", "Accept-Encoding: gzip, br\r\n", 200, SMALL / 2),
          new Exchange("GET", "/missing", "", 404, -1),
          new Exchange("GET", "/small.txt/", "", 404, -1),
          new Exchange("GET", "/.hidden", "", 404, -1),
          new Exchange("GET", "/plugin", "", 200, TrainingPlugin.LENGTH),
          new Exchange("DELETE", "/small.txt", "", 405, -1));

  /// Exchanges with long bodies, or after which the server closes the connection; not in each
  /// round.
  private static final List<Exchange> RARE =
      List.of(
          new Exchange("GET", "/large.bin", "", 200, LARGE),
          new Exchange("GET", "/large.bin", "Range: bytes=500000-\r\n", 206, LARGE - 500_000),
          new Exchange("GET", "/small.txt", "Range: bytes=2000-\r\n", 416, -1),
          new Exchange("GET", "/%zz", "", 400, -1),
          new Exchange("GET", "/list/", "", 200, -1),
          new Exchange("GET", "/admin/metrics", "", 200, -1),
          new Exchange("GET", "/admin/health/ready", "", 200, -1),
          new Exchange("GET", "/admin/status", "", 200, -1),
          new Exchange("GET", "/small.txt", "Connection: close\r\n", 200, SMALL));

  private final Runnable stop;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private Training(Runnable stop) {
    this.stop = stop;
  }

  /// Runs a server until it is stopped.
  @FunctionalInterface
  public interface Serving {

    /// Serves with these options.
    ///
    /// @param onStarted receives the URLs when the ports are open
    /// @return the exit code
    int serve(Options options, Consumer<List<String>> onStarted) throws Exception;
  }

  /// Starts a server the usual way, sends it many requests, and stops it as a signal would.
  ///
  /// @param serving starts the server
  /// @param stop stops the server as a signal does
  /// @return the exit code
  /// @throws IllegalStateException if a response is unexpected
  public static int run(Serving serving, Runnable stop) throws Exception {
    Path directory = Files.createTempDirectory("otus-server-training");
    try {
      fill(directory);
      Path plugins = Files.createDirectory(directory.resolve(".plugins"));
      TrainingPlugin.write(plugins);
      List<String> line =
          new ArrayList<>(
              List.of(
                  "--port=0",
                  "--root=" + directory,
                  "--plugins=" + plugins,
                  "--listing",
                  "--admin=0",
                  "--mount=/admin=admin",
                  "--access-log=" + directory.resolve(".access.log"),
                  "--mount=/plugin=training"));
      String certificate = System.getProperty(CERTIFICATE);
      if (certificate != null) {
        line.addAll(List.of("--tls-port=0", "--tls-cert=" + certificate));
      }
      ParsedArgs parsed = ParsedArgs.sort(line.toArray(String[]::new));
      parse(directory);
      Training training = new Training(stop);
      int code = serving.serve(new CommandLine(parsed).options(), training::begin);
      if (training.failure.get() != null) {
        throw new IllegalStateException("training: " + training.failure.get());
      }
      return code;
    } finally {
      delete(directory);
    }
  }

  /// Parses a command line as a start does, and ignores the result. Not with a configuration file:
  /// the JVM loads all classes of the cache at each start, and the TOML library has more than a
  /// hundred (ADR 17).
  private static void parse(Path directory) {
    var _ = CommandLine.read(System.getenv(), _ -> {}, "--root=" + directory);
  }

  /// Starts the client on a separate thread; the main thread waits for the signal.
  private void begin(List<String> urls) {
    Thread.ofPlatform().name("otus-training").start(() -> train(urls));
  }

  private void train(List<String> urls) {
    URI server = URI.create(urls.getFirst());
    URI last = URI.create(urls.getLast());
    try {
      if (last.getScheme().equals("https")) {
        TlsTraining.run(last, Training::sendOften);
      }
      for (int round = 0; round < ROUNDS; round++) {
        sendAll(server, round % 10 == 0);
      }
      Http2Training.run(server);
    } catch (IOException | RuntimeException e) {
      failure.set(e);
    } finally {
      stop.run();
    }
  }

  private static void sendAll(URI server, boolean alsoRare) throws IOException {
    try (TrainingClient client = new TrainingClient(server)) {
      for (Exchange exchange : EXCHANGES) {
        run(exchange, client);
      }
      pipeline(client);
      revalidate(client);
    }
    for (Exchange exchange : alsoRare ? RARE : List.<Exchange>of()) {
      try (TrainingClient client = new TrainingClient(server)) {
        run(exchange, client);
      }
    }
  }

  /// Sends the most frequent requests.
  private static void sendOften(TrainingClient client) throws IOException {
    run(EXCHANGES.getFirst(), client);
    run(new Exchange("GET", "/large.bin", "", 200, LARGE), client);
  }

  private static TrainingClient.Answer run(Exchange exchange, TrainingClient client)
      throws IOException {
    client.send(exchange.request());
    return receive(exchange, client);
  }

  private static void fill(Path directory) throws IOException {
    Files.createDirectory(directory.resolve("folder"));
    for (String name :
        List.of("small.txt", "index.html", "folder/index.html", "folder/a picture.png")) {
      String begin = name.equals("folder/index.html") ? "<meta charset=utf-8>" : "";
      byte[] text = (begin + "\u00e9".repeat(SMALL / 2)).getBytes(StandardCharsets.UTF_8);
      Files.write(directory.resolve(name), Arrays.copyOf(text, SMALL));
    }
    Files.createDirectories(directory.resolve("list/folder"));
    Files.write(directory.resolve("list/file.txt"), new byte[SMALL]);
    Files.write(directory.resolve("folder/page.css"), new byte[SMALL]);
    Files.write(directory.resolve("folder/page.css.gz"), new byte[SMALL / 2]);
    Files.write(directory.resolve("large.bin"), new byte[LARGE]);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Sends all requests at once, then reads the responses.
  private static void pipeline(TrainingClient client) throws IOException {
    StringBuilder requests = new StringBuilder();
    EXCHANGES.forEach(exchange -> requests.append(exchange.request()));
    client.send(requests.toString());
    for (Exchange exchange : EXCHANGES) {
      receive(exchange, client);
    }
  }

  /// Sends a conditional request with the entity tag of an earlier response.
  private static void revalidate(TrainingClient client) throws IOException {
    String tag = run(EXCHANGES.getFirst(), client).tag();
    run(new Exchange("GET", "/small.txt", "If-None-Match: " + tag + "\r\n", 304, -1), client);
  }

  private static TrainingClient.Answer receive(Exchange exchange, TrainingClient client)
      throws IOException {
    TrainingClient.Answer answer = client.receive(exchange.method.equals("HEAD"));
    if (answer.status() != exchange.status
        || (exchange.length >= 0 && answer.length() != exchange.length)) {
      throw new IllegalStateException("unexpected: " + answer + " to " + exchange);
    }
    return answer;
  }

  /// A request and its expected response.
  ///
  /// @param length length of the response body, or -1 if it does not matter
  private record Exchange(String method, String path, String fields, int status, int length) {
    String request() {
      return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
    }
  }
}
