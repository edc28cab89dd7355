package otus.server.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// All classes and tests that docs/rfc-map.md names exist.
class RfcMapTest {
  private static final Path REPOSITORY = Path.of("..");
  private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final Pattern CLASS = Pattern.compile("`(\\w+)`");

  /// A row with a rule, classes and tests.
  private static final Pattern ROW = Pattern.compile("\\| (.+) \\| (`.+`) \\| (`.+`) \\|");

  @Test
  void every_class_and_every_test_of_the_map_exists() throws IOException {
    String map = Files.readString(REPOSITORY.resolve("docs/rfc-map.md"));
    assertTrue(rows(map).size() > 80, "the map has hardly any rows");
    assertEquals(List.of(), missing(map, sources("main"), sources("test")));
  }

  /// Violations of the syntax of messages; others name the sections of their status.
  @Test
  void section_of_each_violation_has_a_row() throws IOException {
    String map = Files.readString(REPOSITORY.resolve("docs/rfc-map.md"));
    List<String> sections =
        names(Pattern.compile("\"RFC 9112 (§[.\\d]+)\""), sources("main").get("Violation"))
            .distinct()
            .toList();
    assertTrue(sections.size() > 8, sections::toString);
    assertEquals(
        List.of(),
        sections.stream().filter(section -> !map.contains("\n| " + section + " ")).toList());
  }

  @Test
  void missing_names_and_rows_without_names_are_reported() {
    String map =
        """
        | rule | class | test |
        |---|---|---|
        | §1 | `A`, `None` | `ATest.it_holds`, `ATest.it_does_not` |
        | §2 | `A` | `BTest.it_holds` |
        | §3 | A | no test |
        """;
    Map<String, String> tests = Map.of("ATest", "  @Test\n  void it_holds() {}\n");
    assertEquals(
        List.of("None", "ATest.it_does_not", "BTest.it_holds", "| §3 | A | no test |"),
        missing(map, Map.of("A", ""), tests));
  }

  private static List<Matcher> rows(String map) {
    return map.lines().map(ROW::matcher).filter(Matcher::matches).toList();
  }

  private static List<String> missing(
      String map, Map<String, String> classes, Map<String, String> tests) {
    List<String> missing = new ArrayList<>();
    for (Matcher row : rows(map)) {
      names(CLASS, row.group(2)).filter(name -> !classes.containsKey(name)).forEach(missing::add);
      TEST.matcher(row.group(3))
          .results()
          .filter(test -> !has(tests.getOrDefault(test.group(1), ""), test.group(2)))
          .forEach(test -> missing.add(test.group(1) + "." + test.group(2)));
    }
    // A row with a rule but without names would otherwise be skipped.
    map.lines()
        .filter(line -> line.matches("\\| .* \\| .* \\| .* \\|"))
        .filter(line -> !ROW.matcher(line).matches() && !line.endsWith("| test |"))
        .forEach(missing::add);
    return missing;
  }

  private static Stream<String> names(Pattern pattern, String cell) {
    return pattern.matcher(cell).results().map(result -> result.group(1));
  }

  private static boolean has(String source, String method) {
    return Pattern.compile("(void|Stream<DynamicTest>) " + method + "\\(").matcher(source).find();
  }

  /// Returns the texts of all source files by simple class name, concatenated if several have the
  /// same name.
  static Map<String, String> sources(String kind) throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : List.of("api", "loop", "http", "static", "app")) {
      Path directory = REPOSITORY.resolve("server-" + module).resolve("src/" + kind + "/java");
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      }
    }
    return sources;
  }
}
