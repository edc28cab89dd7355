package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs [DateFuzz] with its seeds and earlier failures, without the fuzzer; docs/fuzzing.md
/// describes how to run the fuzzer.
class DateFuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> seeds_pass() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/DateFuzz"))) {
      List<Path> seeds = files.sorted().toList();
      assertTrue(seeds.size() > 5, "too few seeds");
      return seeds.stream().map(DateFuzzCorpusTest::test);
    }
  }

  private static DynamicTest test(Path seed) {
    return DynamicTest.dynamicTest(
        seed.getFileName().toString(), () -> DateFuzz.fuzzerTestOneInput(Files.readAllBytes(seed)));
  }
}
