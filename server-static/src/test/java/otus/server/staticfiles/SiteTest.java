package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
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
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// A site in a temporary folder, a handler on it, and a look for files left open after each test.
public abstract class SiteTest {
  /// When files were last modified, unless a test says otherwise.
  public static final Instant MODIFIED = Instant.parse("2024-01-02T03:04:05.123456789Z");

  public static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");

  public @TempDir Path temporary;
  public Path root;
  public final ManualClock clock = new ManualClock(NOW);
  private final List<Runnable> shutdown = new ArrayList<>();
  private Handler handler;

  @BeforeEach
  public void makeRoot() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("root"));
  }

  @AfterEach
  public void no_file_is_left_open() throws IOException {
    shutdown.forEach(Runnable::run);
    assertEquals(List.of(), openFiles());
  }

  /// The handler, made with default options by the first request if not before.
  public Handler handler(String... options) {
    Map<String, String> map = new HashMap<>(Map.of("root", root.toString()));
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    StaticHandlerProvider provider = new StaticHandlerProvider();
    OptionValues values = OptionValues.of(provider.options(), map);
    handler = provider.create(new Context(values, clock, shutdown));
    return handler;
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
    return Answers.settle(unsettled(method, target, fields));
  }

  public Answer unsettled(String method, String target, String... fields) throws Exception {
    return handling(FakeRequest.of(method, target, fields));
  }

  public Answer handling(Request request) throws Exception {
    if (handler == null) {
      handler();
    }
    return handler.handle(request);
  }

  /// The response to a `GET`; the test closes or drains it.
  public Response get(String target, String... fields) throws Exception {
    return (Response) answer("GET", target, fields);
  }

  /// The response to a `GET` that is not answered from the cache alone.
  public Response lookedUp(String target, String... fields) throws Exception {
    Answer answer = unsettled("GET", target, fields);
    return (Response) Answers.settle(assertInstanceOf(Answer.Later.class, answer));
  }

  /// `200 text`, `404` for a pass, `301 /there/`.
  public String outcome(String target, String... fields) throws Exception {
    if (!(answer("GET", target, fields) instanceof Response response)) {
      return "404";
    }
    String location = response.headers().first("Location");
    String text = Answers.drain(response) + (location == null ? "" : location);
    return text.isEmpty() ? "" + response.status().code() : response.status().code() + " " + text;
  }

  /// The files in the temporary folder that this process has open.
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
          continue; // closed meanwhile, as the descriptor of this listing is
        }
      }
    }
    return open;
  }

  private record Context(OptionValues options, InstantSource clock, List<Runnable> actions)
      implements ProviderContext {

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
