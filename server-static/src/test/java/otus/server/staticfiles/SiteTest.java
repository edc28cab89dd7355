package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.spi.MetricList;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;
import otus.server.api.testing.FakeRequest;

/// A site in a temporary directory with a handler; fails if a file is left open after a test.
public abstract class SiteTest {
  /// Modification time of files, unless a test sets another one.
  public static final Instant MODIFIED = Instant.parse("2024-01-02T03:04:05.123456789Z");

  public static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");

  public @TempDir Path temporary;
  public Path root;
  public final ManualClock clock = new ManualClock(NOW);
  private MetricList metrics = new MetricList();
  private final List<Runnable> shutdown = new ArrayList<>();
  private Handler handler;

  @BeforeEach
  public void makeRoot() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("root"));
  }

  @AfterEach
  public void no_file_is_left_open() throws IOException {
    shutdown.forEach(Runnable::run);
    assertOpen(0);
  }

  /// Creates the handler. Without a call, the first request creates it with default options, except
  /// that files are checked on the calling thread, which stands for an event loop.
  public Handler handler(String... options) {
    Map<String, String> map =
        new HashMap<>(
            Map.of("root", (isOnDisk() ? root : temporary).toString(), "cache-checks", "loop"));
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    StaticHandlerProvider provider = new StaticHandlerProvider();
    OptionValues values = OptionValues.of(provider.options(), map);
    metrics = new MetricList();
    SiteContext context = new SiteContext(values, clock, shutdown, metrics);
    handler =
        isOnDisk()
            ? provider.create(context)
            : StaticHandlerProvider.create(at(root, StaticOptions.of(values)), context);
    return handler;
  }

  private boolean isOnDisk() {
    return root.getFileSystem() == FileSystems.getDefault();
  }

  /// Returns the same options for a root in any file system; the option itself is a path on disk.
  private static StaticOptions at(Path root, StaticOptions options) {
    return new StaticOptions(
        root,
        options.index(),
        options.cleanUrls(),
        options.symlinks(),
        options.hidden(),
        options.listing(),
        options.listingEntries(),
        options.archive(),
        options.archiveEntries(),
        options.archiveBytes(),
        options.precompressed(),
        options.headerRules(),
        options.fallbacks(),
        options.cache(),
        options.checks());
  }

  /// Returns the present value of a metric of the handler.
  public double metric(String name) {
    return metrics.value(name);
  }

  public Path write(String name, String text) throws IOException {
    return write(name, text, MODIFIED);
  }

  public Path write(String name, String text, Instant modified) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  public Answer answer(String method, String target, String... fields) throws Exception {
    return AnswerReader.settle(handle(method, target, fields));
  }

  public Answer handle(String method, String target, String... fields) throws Exception {
    return handle(FakeRequest.of(Method.of(method), target).withHeaders(Headers.of(fields)));
  }

  public Answer handle(Request request) throws Exception {
    if (handler == null) {
      handler();
    }
    return handler.handle(request);
  }

  /// Returns the response to a `GET`; the test closes or drains it.
  public Response get(String target, String... fields) throws Exception {
    return (Response) answer("GET", target, fields);
  }

  /// Returns the response to a `GET`, and requires that a lookup was needed.
  public Response getByLookup(String target, String... fields) throws Exception {
    Answer answer = handle("GET", target, fields);
    return (Response) AnswerReader.settle(assertInstanceOf(Answer.Later.class, answer));
  }

  /// Returns `200 text`, `404` for a pass, or `301 /there/`.
  public String outcome(String target, String... fields) throws Exception {
    if (!(answer("GET", target, fields) instanceof Response response)) {
      return "404";
    }
    String location = response.headers().first("Location");
    String text = AnswerReader.drain(response) + (location == null ? "" : location);
    return text.isEmpty() ? "" + response.status().code() : response.status().code() + " " + text;
  }

  /// Requires a number of open files, once the streams of closed bodies have been closed on their
  /// virtual threads.
  public void assertOpen(int files) throws IOException {
    long end = System.nanoTime() + 5_000_000_000L;
    while (openFiles().size() != files && System.nanoTime() < end) {
      Thread.yield();
    }
    assertEquals(files, openFiles().size(), "open files: " + openFiles());
  }

  /// Returns the files in the temporary directory that this process has open.
  public List<String> openFiles() throws IOException {
    List<String> open = new ArrayList<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith(temporary.toRealPath().toString())) {
            open.add(target);
          }
        } catch (IOException e) {
          continue; // closed meanwhile, such as the descriptor of this listing
        }
      }
    }
    return open;
  }

  private record SiteContext(
      OptionValues options, InstantSource clock, List<Runnable> actions, MetricList metrics)
      implements ProviderContext {

    @Override
    public long reserveMemory(long wanted) {
      return Math.min(wanted, 64 << 20);
    }

    @Override
    public int reserveDescriptors(int wanted) {
      return wanted;
    }

    @Override
    public void onStop(Runnable action) {
      throw new AssertionError("files need no warning");
    }

    @Override
    public void onShutdown(Runnable action) {
      actions.add(action);
    }
  }
}
