package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Contains the examples of the javadoc of the central types word for word, so that they are
/// compiled.
class DocExamplesTest {
  private interface Database {
    String report();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Handler", "Answer", "Body"})
  void example_is_compiled(String type) throws IOException {
    Examples.assertCompiled(type, "DocExamplesTest");
  }

  @Test
  void handler_says_hello() {
    Handler hello =
        request ->
            request.target().path().segments().equals(List.of("hello"))
                ? Response.text(Status.OK, "Hello!\n")
                : Answer.pass();
    assertTrue(hello.orElse(hello) != hello);
  }

  @Test
  void report_is_computed_by_blocking_work() throws Exception {
    Database database = () -> "all is well";
    Handler report = request -> Answer.blocking(() -> Response.text(Status.OK, database.report()));
    assertTrue(report.orElse(report) != report);
  }

  @Test
  void part_follows_its_delimiter(@TempDir Path directory) throws IOException {
    Path path = Files.write(directory.resolve("file"), ByteBuffer.allocate(2048).array());
    try (OpenFile file = OpenFile.of(FileChannel.open(path), 2048, Instant.EPOCH)) {
      Body part = new Body.FileRegion(file.share(), 0, 1024);
      Body whole = new Body.Sequence(List.of(Body.of("--part\r\n"), part));
      assertEquals(8 + 1024, whole.length());
      whole.close();
    }
  }
}
