package otus.server.app.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Rules for source files that compiled classes do not show. Each rule is also tried on a text that
/// breaks it.
class SourceRulesTest {
  private static final Predicate<String> CONFINED =
      path -> path.startsWith("server-loop/") || path.startsWith("server-http/");

  private static final Predicate<String> EXPORTED =
      path ->
          path.startsWith("server-api/")
              || path.matches("server-loop/.*/otus/server/loop/\\w+\\.java")
              || path.matches("server-http/.*/otus/server/http/((config|testing)/)?\\w+\\.java");

  /// Files that may be longer, each with a reason.
  private static final Map<String, String> LONG =
      Map.of(
          "server-app/src/main/java/otus/server/app/cli/Flag.java",
          "a table, with a few lines of text for each flag");

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : SourceTree.MODULES) {
      sources.putAll(SourceTree.read(module, "main"));
    }
    return sources;
  }

  /// Applies a rule to the selected files.
  ///
  /// @return the findings, each with its file
  private static List<String> findings(Predicate<String> where, Function<String, List<String>> rule)
      throws IOException {
    List<String> findings = new ArrayList<>();
    int checked = 0;
    for (Map.Entry<String, String> source : sources().entrySet()) {
      if (where.test(source.getKey())) {
        checked++;
        rule.apply(source.getValue()).forEach(each -> findings.add(source.getKey() + " " + each));
      }
    }
    assertTrue(checked > 10, "checked at " + checked + " files only");
    return findings;
  }

  @Test
  void sources_have_no_unfinished_marks() throws IOException {
    assertEquals(2, SourceText.unfinished("a // TODO\n/// FIXME: b\nint todo;").size());
    assertEquals(List.of(), findings(_ -> true, SourceText::unfinished));
  }

  @Test
  void values_of_events_are_quoted_by_LogValue() throws IOException {
    String planted =
        """
        "event=a path=\\"" + path + '"');
        "event=a b=" + c + " d=\\"" + d;
        "event=a b=\\"c d\\"" + "Basic realm=\\"" + realm;
        """;
    assertEquals(2, SourceText.handQuoted(planted).size());
    // The loop, which depends on no other module, logs constants only.
    assertEquals(
        List.of(), findings(path -> !path.startsWith("server-loop/"), SourceText::handQuoted));
  }

  @Test
  void confined_classes_do_not_synchronize() throws IOException {
    assertEquals(
        2,
        SourceText.locking("synchronized void a() {\n  synchronized (this) {}\n} // synchronized")
            .size());
    assertEquals(List.of(), findings(CONFINED, SourceText::locking));
  }

  @Test
  void files_are_short_except_those_with_a_reason() throws IOException {
    assertEquals(List.of(), SourceText.tooLong("a\n".repeat(300)));
    assertEquals(List.of("301 lines"), SourceText.tooLong("a\n".repeat(301)));
    assertEquals(
        LONG.keySet(),
        Set.copyOf(
            findings(_ -> true, SourceText::tooLong).stream().map(f -> f.split(" ")[0]).toList()));
  }

  @Test
  void exported_types_and_members_are_documented() throws IOException {
    String planted =
        """
        public interface A {
          void bare();

          /// Has one.
          int good(
              int parameter);

          default int bare(int a) {
            return call(a);
          }

          @Deprecated
          String annotatedAndBare(String b);

          record Bare(int a) {
            public Bare {}

            int notPublic() {
              return call();
            }
          }
        }

        /// Has one.
        public final class B {
          public static final int FIELD = call();

          public B() {}

          @Override
          public String toString() {
            return "";
          }

          private void hidden() {}
        }

        final class Hidden {
          public void reached() {}
        }
        """;
    assertEquals(
        List.of(
            "1: public interface A {",
            "2: void bare();",
            "8: default int bare(int a) {",
            "13: String annotatedAndBare(String b);",
            "15: record Bare(int a) {",
            "16: public Bare {}",
            "28: public B() {}"),
        SourceText.undocumented(planted));
    assertEquals(List.of(), findings(EXPORTED, SourceText::undocumented));
  }

  @Test
  void each_package_is_documented_and_null_marked() throws IOException {
    String info = "/// Says it.\n@NullMarked\npackage a;\n";
    assertEquals(
        Set.of("b/package-info.java", "c/package-info.java", "d/package-info.java"),
        undocumentedPackages(
            Map.of(
                "a/A.java",
                "",
                "a/package-info.java",
                info,
                "b/B.java",
                "",
                "c/package-info.java",
                info.replace("/// Says it.\n", ""),
                "d/package-info.java",
                info.replace("@NullMarked\n", ""))));
    assertEquals(Set.of(), undocumentedPackages(sources()));
  }

  private static Set<String> undocumentedPackages(Map<String, String> sources) {
    Set<String> missing = new TreeSet<>();
    for (String file : sources.keySet()) {
      if (!file.endsWith("/module-info.java")) {
        String info = file.substring(0, file.lastIndexOf('/')) + "/package-info.java";
        String text = sources.getOrDefault(info, "");
        if (!text.startsWith("///") || !text.contains("\n@NullMarked\npackage ")) {
          missing.add(info);
        }
      }
    }
    return missing;
  }
}
