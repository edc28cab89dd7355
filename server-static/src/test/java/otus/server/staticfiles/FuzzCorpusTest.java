package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import otus.server.staticfiles.conditional.ConditionFuzz;
import otus.server.staticfiles.conditional.RangeFuzz;

/// Runs the seeds of the fuzz targets, and inputs that once failed, without the fuzzer. For the
/// fuzzer see docs/fuzzing.md.
class FuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> just_the_bytes_asked_for_are_sent() throws IOException {
    return seeds("RangeFuzz", RangeFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> conditions_are_met_step_by_step() throws IOException {
    return seeds("ConditionFuzz", ConditionFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> the_form_that_weighs_most_is_chosen() throws IOException {
    return seeds("EncodingFuzz", EncodingFuzz::fuzzerTestOneInput);
  }

  private static Stream<DynamicTest> seeds(String target, Consumer<byte[]> fuzz)
      throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", target))) {
      List<Path> seeds = files.sorted().toList();
      assertTrue(seeds.size() > 5, "there are hardly any seeds");
      return seeds.stream().map(seed -> test(seed, fuzz));
    }
  }

  private static DynamicTest test(Path seed, Consumer<byte[]> fuzz) {
    return DynamicTest.dynamicTest(
        seed.getFileName().toString(), () -> fuzz.accept(Files.readAllBytes(seed)));
  }
}
