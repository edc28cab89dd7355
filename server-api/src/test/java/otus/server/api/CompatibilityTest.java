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

/// Compares the exported API with a golden file, since each change of the API is a decision;
/// docs/plugins.md defines the changes that a version may contain. An intended change is written to
/// the file with `mvn -q -pl server-api test -Dtest=CompatibilityTest -Dapi.write`, and reviewed as
/// a difference.
class CompatibilityTest {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Path GOLDEN = Path.of("src", "test", "resources", "api.txt");

  @Test
  void api_equals_the_golden_file() throws Exception {
    String api = api();
    if (System.getProperty("api.write") != null) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, api);
    }
    assertEquals(Files.readString(GOLDEN), api, "to accept a change, see the comment of this test");
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
          .filter(export -> !export.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());
    }
  }

  /// Returns the name of a class file's class, or an empty string for other files.
  private static String name(Path file) {
    String path = CLASSES.relativize(file).toString();
    boolean type = path.endsWith(".class") && !path.endsWith("-info.class");
    return type ? path.substring(0, path.length() - ".class".length()).replace('/', '.') : "";
  }

  @Test
  void api_text_contains_all_visible_members() {
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
    assertEquals(List.of(), ApiText.of(TrailerFields.class));
  }
}
