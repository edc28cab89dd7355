package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Everything plugins can name, as a file: a change of it is a decision, and docs/plugins.md says
/// which ones a version may have. A change that is wanted is written there with
/// `mvn -q -pl server-api test -Dtest=CompatibilityTest -Dapi.write`, and reviewed as a difference.
class CompatibilityTest {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "api.txt");

  @Test
  void the_api_is_the_one_that_was_written_down() throws Exception {
    String api = api();
    if (System.getProperty("api.write") != null) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, api);
    }
    assertEquals(Files.readString(GOLDEN), api, "renew it as the comment of this test says");
  }

  private static String api() throws Exception {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      Set<String> exported = exported();
      for (String name : new TreeSet<>(files.map(CompatibilityTest::name).toList())) {
        int dot = name.lastIndexOf('.');
        if (dot > 0 && exported.contains(name.substring(0, dot))) {
          ApiText.of(Class.forName(name)).forEach(line -> text.append(line).append('\n'));
        }
      }
    }
    return text.toString();
  }

  private static Set<String> exported() throws IOException {
    try (InputStream in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in).exports().stream()
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());
    }
  }

  /// The name of a class, or nothing.
  private static String name(Path file) {
    String path = CLASSES.relativize(file).toString();
    boolean type = path.endsWith(".class") && !path.endsWith("-info.class");
    return type ? path.substring(0, path.length() - ".class".length()).replace('/', '.') : "";
  }

  @Test
  void all_that_can_be_named_is_seen() {
    List<String> lines = new ArrayList<>(ApiText.of(Planted.class));
    lines.replaceAll(line -> line.replace("otus.server.api.", "").replace("java.lang.", ""));
    assertEquals(
        List.of(
            "public sealed interface Planted < Runnable permits Planted$Only",
            "  default public void defaultValue()",
            "  public abstract String? nullable(java.util.List<? extends String>, String[])"
                + " throws java.io.IOException",
            "  public static final int FIELD",
            "  public static void constant()"),
        lines);
    assertEquals(List.of(), ApiText.of(Token.class));
  }
}
