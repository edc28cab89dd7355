package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The seeds of the fuzz targets, and inputs that have failed before, as tests without the fuzzer.
/// docs/fuzzing.md explains how to run the fuzzer.
public final class Seeds {
  private Seeds() {}

  /// Returns a test for each seed of a target.
  public static Stream<DynamicTest> of(String target, Consumer<byte[]> fuzz) throws IOException {
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
