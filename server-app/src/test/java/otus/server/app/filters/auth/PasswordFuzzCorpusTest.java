package otus.server.app.filters.auth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs [PasswordFuzz] with its seeds and with inputs that once failed. docs/fuzzing.md explains
/// how to run the fuzzer.
class PasswordFuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> password_file_is_parsed_whole_or_rejected() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz/PasswordFuzz"))) {
      List<Path> seeds = files.sorted().toList();
      assertTrue(seeds.size() > 5, "there are hardly any seeds");
      return seeds.stream().map(PasswordFuzzCorpusTest::test);
    }
  }

  private static DynamicTest test(Path seed) {
    return DynamicTest.dynamicTest(
        seed.getFileName().toString(),
        () -> PasswordFuzz.fuzzerTestOneInput(Files.readAllBytes(seed)));
  }
}
