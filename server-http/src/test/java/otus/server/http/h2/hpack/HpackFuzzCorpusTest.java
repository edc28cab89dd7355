package otus.server.http.h2.hpack;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import otus.server.http.h1.codec.Seeds;

/// Runs the fuzz target with its seeds and with random input, without the fuzzer.
class HpackFuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> blocks_have_the_fields_of_the_reference() throws IOException {
    return Seeds.of("HpackFuzz", HpackFuzz::fuzzerTestOneInput);
  }

  @Test
  void random_blocks_have_the_fields_of_the_reference() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5000; i++) {
      byte[] data = new byte[random.nextInt(80)];
      random.nextBytes(data);
      HpackFuzz.fuzzerTestOneInput(data);
    }
  }
}
