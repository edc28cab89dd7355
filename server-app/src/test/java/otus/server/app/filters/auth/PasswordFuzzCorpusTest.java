package otus.server.app.filters.auth;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The seeds of [PasswordFuzz], and inputs that once failed, without the fuzzer: docs/fuzzing.md
/// says how to run that.
class PasswordFuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> a_file_of_users_is_whole_or_refused() throws IOException {
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
