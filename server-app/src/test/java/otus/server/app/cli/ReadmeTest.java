package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compares the table of flags in README.md with [Flag].
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern NAME = Pattern.compile("(?<![\\w-])--?[a-zA-Z][a-z0-9_-]*");
  private static final Pattern VALUE = Pattern.compile("Default: ([0-9][0-9.]*[a-z]?)(?=[ ,]|$)");

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRAIN")
  void flag_has_one_row(Flag flag) throws IOException {
    assertEquals(1, rows().filter(row -> names(row).contains(flag.longName())).count());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRAIN")
  void row_has_default_of_flag(Flag flag) throws IOException {
    Matcher value = VALUE.matcher(flag.more);
    if (value.find()) {
      String row = rows().filter(line -> names(line).contains(flag.longName())).findAny().get();
      String last = row.substring(row.lastIndexOf('|', row.length() - 2));
      assertTrue(last.startsWith("| " + value.group(1)), row);
    }
  }

  @Test
  void row_names_only_flags() throws IOException {
    List<String> names = rows().flatMap(row -> names(row).stream()).toList();
    assertTrue(names.contains("--port"), names.toString());
    assertEquals(List.of(), names.stream().filter(name -> Flag.named(name).isEmpty()).toList());
  }

  private static Stream<String> rows() throws IOException {
    return Files.readAllLines(README).stream().filter(line -> line.startsWith("| `-"));
  }

  /// Returns the flag names in the first cell.
  private static List<String> names(String row) {
    return NAME.matcher(row.split("(?<!\\\\)\\|")[1]).results().map(m -> m.group()).toList();
  }
}
