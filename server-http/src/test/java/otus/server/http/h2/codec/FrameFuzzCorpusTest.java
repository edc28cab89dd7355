package otus.server.http.h2.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import otus.server.http.h1.codec.Seeds;

/// Runs the fuzz targets with their seeds, and that of frames with random ones, without the fuzzer.
class FrameFuzzCorpusTest {
  private static final int[] TYPES = {0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 10, 16};
  private static final int[] LENGTHS = {0, 0, 1, 3, 4, 4, 5, 6, 6, 8, 8, 9, 12, 300, 40};

  @TestFactory
  Stream<DynamicTest> frames_have_one_meaning_for_every_split() throws IOException {
    return Seeds.of("FrameFuzz", FrameFuzz::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> requests_are_those_of_http_1() throws IOException {
    return Seeds.of("RequestFuzz", RequestFuzz::fuzzerTestOneInput);
  }

  @Test
  void random_frames_have_one_meaning_for_every_split() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 5000; i++) {
      ByteBuffer data = ByteBuffer.allocate(4096);
      data.put((byte) random.nextInt());
      for (int frames = random.nextInt(8); frames >= 0; frames--) {
        byte[] payload = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
        for (int at = 0; at < payload.length; at++) {
          payload[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : random.nextInt(6));
        }
        int length = random.nextInt(50) == 0 ? 16_385 : payload.length;
        int stream = random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(4);
        data.putInt(length << 8 | TYPES[random.nextInt(TYPES.length)]);
        int flags = random.nextInt(4) == 0 ? random.nextInt() : 1 << random.nextInt(4);
        data.put((byte) flags).putInt(stream).put(payload);
      }
      byte[] octets = new byte[data.position() - random.nextInt(2) * random.nextInt(5)];
      data.flip().get(octets);
      FrameFuzz.fuzzerTestOneInput(octets);
    }
  }
}
