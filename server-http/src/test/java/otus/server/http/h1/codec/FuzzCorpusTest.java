package otus.server.http.h1.codec;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import otus.server.http.syntax.TargetFuzz;

/// Each seed of each fuzz target goes through it without the fuzzer; see [Seeds].
class FuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> a_conversation_means_one_thing() throws IOException {
    return Seeds.of("ConversationFuzz", ConversationFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> chunks_are_what_the_grammar_says() throws IOException {
    return Seeds.of("ChunkedFuzz", ChunkedFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> a_target_is_what_the_rules_say() throws IOException {
    return Seeds.of("TargetFuzz", TargetFuzz::fuzzerTestOneInput);
  }
}
