package otus.server.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Looks up the classes that the recipes of CONTRIBUTING.md name, so that a renamed class is
/// renamed there, too.
class RecipesTest {

  /// A class, or a class and one of its methods.
  private static final Pattern NAME = Pattern.compile("`([A-Z][a-z]\\w+)(?:\\.(\\w+))?`");

  @Test
  void class_of_a_recipe_exists() throws IOException {
    String page = Files.readString(Path.of("..", "CONTRIBUTING.md"));
    String recipes = page.substring(page.indexOf("## Recipes"), page.indexOf("## Glossary"));
    assertTrue(NAME.matcher(recipes).results().count() > 30, "hardly any names were found");
    Map<String, String> sources = new HashMap<>(RfcMapTest.sources("main"));
    sources.putAll(RfcMapTest.sources("test"));
    assertEquals(List.of(), unknown(recipes, sources));
  }

  @Test
  void unknown_name_is_found() {
    Map<String, String> sources = Map.of("Flag", "", "Flags", "  int value() {");
    assertEquals(
        List.of("`Other`", "`Flag.value`"),
        unknown("`Flag` `Other` `Flag.value` `Flags.value` `api.txt` `-h`", sources));
  }

  private static List<String> unknown(String recipes, Map<String, String> sources) {
    return NAME.matcher(recipes)
        .results()
        .filter(name -> !isKnown(name, sources))
        .map(MatchResult::group)
        .toList();
  }

  private static boolean isKnown(MatchResult name, Map<String, String> sources) {
    String source = sources.get(name.group(1));
    return source != null && (name.group(2) == null || source.contains(" " + name.group(2) + "("));
  }
}
