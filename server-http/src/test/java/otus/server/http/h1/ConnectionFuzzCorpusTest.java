package otus.server.http.h1;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import otus.server.http.h1.codec.Seeds;

/// Runs the fuzz target with its seeds, without the fuzzer; see [Seeds].
class ConnectionFuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> connection_answers_the_same_for_every_split() throws IOException {
    return Seeds.of("ConversationFuzz", ConnectionFuzz::fuzzerTestOneInput);
  }
}
