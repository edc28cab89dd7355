package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Compares examples in javadoc with compiled code.
final class Examples {
  private static final Path MAIN = Path.of("src/main/java/otus/server/api");
  private static final Path TEST = Path.of("src/test/java/otus/server/api");

  private Examples() {}

  /// Asserts that tests contain each line of each example in Java of a page in `docs`.
  static void assertPageCompiled(String page, String... tests) throws IOException {
    List<String> compiled = new ArrayList<>();
    for (String test : tests) {
      Files.readAllLines(TEST.resolve(test + ".java")).forEach(line -> compiled.add(line.strip()));
    }
    boolean inExample = false;
    int lines = 0;
    for (String line : Files.readAllLines(Path.of("..", "docs", page))) {
      if (line.startsWith("```")) {
        inExample = line.equals("```java");
      } else if (inExample) {
        lines++;
        assertTrue(compiled.contains(line.strip()), () -> "not compiled: " + line);
      }
    }
    assertTrue(lines > 0, "no example");
  }

  /// Asserts that a test contains each line of the first example in the javadoc of a type.
  static void assertCompiled(String type, String test) throws IOException {
    List<String> compiled =
        Files.readAllLines(TEST.resolve(test + ".java")).stream().map(String::strip).toList();
    List<String> example =
        Files.readAllLines(MAIN.resolve(type + ".java")).stream()
            .map(String::strip)
            .dropWhile(line -> !line.equals("/// ```java"))
            .skip(1)
            .takeWhile(line -> !line.equals("/// ```"))
            .map(line -> line.substring("///".length()).strip())
            .toList();
    assertFalse(example.isEmpty(), "no example");
    for (String line : example) {
      assertTrue(compiled.contains(line), () -> "not compiled: " + line);
    }
  }
}
