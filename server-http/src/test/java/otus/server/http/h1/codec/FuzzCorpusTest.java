package otus.server.http.h1.codec;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import otus.server.http.syntax.TargetFuzz;

/// Runs each fuzz target with its seeds, without the fuzzer; see [Seeds].
class FuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> conversation_has_one_meaning_for_every_split() throws IOException {
    return Seeds.of("ConversationFuzz", ConversationFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> chunks_follow_the_grammar() throws IOException {
    return Seeds.of("ChunkedFuzz", ChunkedFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> target_follows_the_rules() throws IOException {
    return Seeds.of("TargetFuzz", TargetFuzz::fuzzerTestOneInput);
  }
}
