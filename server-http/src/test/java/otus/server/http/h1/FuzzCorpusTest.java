package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each seed of each fuzz target, and each input that once failed, goes through its target without
/// the fuzzer: docs/fuzzing.md says how to run that.
class FuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> a_conversation_means_one_thing() throws IOException {
    return seeds("ConversationFuzz", ConversationFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> chunks_are_what_the_grammar_says() throws IOException {
    return seeds("ChunkedFuzz", ChunkedFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> a_target_is_what_the_rules_say() throws IOException {
    return seeds("TargetFuzz", TargetFuzz::fuzzerTestOneInput);
  }

  private static Stream<DynamicTest> seeds(String target, Consumer<byte[]> fuzz)
      throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", target))) {
      List<Path> seeds = files.sorted().toList();
      assertTrue(seeds.size() > 5, "there are hardly any seeds");
      return seeds.stream()
          .map(
              seed ->
                  DynamicTest.dynamicTest(
                      seed.getFileName().toString(), () -> fuzz.accept(Files.readAllBytes(seed))));
    }
  }
}
