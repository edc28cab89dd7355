package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.staticfiles.StaticHandlerProvider;

/// Finds a file in the cache and answers, by the handler that the server uses.
public class CachedFileBench extends HotPath {
  private Path root = Path.of("");
  private FakeContext context = FakeContext.of(new StaticHandlerProvider(), "root", "/");
  private Handler handler = request -> Response.of(Status.OK);
  private Request request = FakeRequest.get("/file.txt");

  /// Makes the file and waits until it is in the cache.
  @Setup
  public void prepare() throws Exception {
    root = Files.createTempDirectory("bench-jmh-");
    Files.write(root.resolve("file.txt"), new byte[104]);
    StaticHandlerProvider provider = new StaticHandlerProvider();
    context = FakeContext.of(provider, "root", root.toString());
    handler = provider.create(context);
    while (!(handler.handle(request) instanceof Response)) {
      Thread.sleep(1);
    }
  }

  /// Removes the file.
  @TearDown
  public void remove() throws IOException {
    context.shutDown();
    Files.delete(root.resolve("file.txt"));
    Files.delete(root);
  }

  /// Returns a response with the file.
  @Benchmark
  public Answer hit() throws Exception {
    return handler.handle(request);
  }
}
