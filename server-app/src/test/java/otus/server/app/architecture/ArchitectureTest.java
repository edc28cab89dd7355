package otus.server.app.architecture;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Checks the rules for the classes of all modules, and for planted classes that break them, to
/// show that each rule can fail.
class ArchitectureTest {
  private static final String SERVER = "otus.server";
  private static final String PLANTED = "otus.server.app.planted";

  private static final List<Path> MODULES =
      SourceTree.MODULES.stream()
          .map(module -> Path.of("..", "server-" + module, "target", "classes"))
          .toList();

  private static final Path TESTS = Path.of("target", "test-classes");

  private static final JavaClasses CLASSES = new ClassFileImporter().importPaths(MODULES);

  private static final JavaClasses PLANTED_CLASSES =
      new ClassFileImporter()
          .importPath(TESTS)
          .that(
              com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                  PLANTED + ".."));

  /// Loads the classes in no module, so that the fields of all classes are accessible.
  private static final ClassLoader LOADER =
      new URLClassLoader(
          Stream.concat(MODULES.stream(), Stream.of(TESTS))
              .map(ArchitectureTest::url)
              .toArray(URL[]::new),
          null); // the built-in loaders would find the classes in their modules

  static List<Rule> rules() {
    return Stream.of(ModuleRules.all(), LoopRules.all(), ProcessRules.all(), ShapeRules.all(LOADER))
        .flatMap(List::stream)
        .toList();
  }

  static Stream<Rule> rules_with_exceptions() {
    return rules().stream().filter(rule -> !rule.exceptions().isEmpty());
  }

  @Test
  void classes_of_all_five_modules_are_imported() {
    for (String known :
        List.of(
            "api.Handler",
            "loop.EventLoop",
            "http.HttpServer",
            "staticfiles.StaticHandlerProvider",
            "app.Main")) {
      assertTrue(CLASSES.contain(SERVER + "." + known), known);
    }
    assertTrue(CLASSES.size() > 100, () -> "only " + CLASSES.size());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void server_keeps_each_rule(Rule rule) {
    rule.over(SERVER).check(CLASSES);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void planted_classes_break_each_rule(Rule rule) {
    List<String> violations = violations(rule.over(PLANTED), PLANTED_CLASSES);
    assertTrue(!rule.planted().isEmpty(), "nothing is planted");
    assertAll(
        rule.planted().stream()
            .map(name -> () -> assertMentions(violations, PLANTED + "." + name)));
  }

  @ParameterizedTest
  @MethodSource("rules_with_exceptions")
  void each_exception_is_needed(Rule rule) {
    List<String> violations = violations(rule.over(SERVER, Set.of()), CLASSES);
    assertAll(
        rule.exceptions().keySet().stream()
            .map(name -> () -> assertMentions(violations, SERVER + "." + name)));
  }

  @Test
  void every_package_is_null_marked() {
    assertEquals(Set.of(), unmarked(CLASSES));
    assertEquals(Set.of(PLANTED + ".unmarked"), unmarked(PLANTED_CLASSES));
  }

  private static Set<String> unmarked(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackage)
        .filter(in -> !in.isAnnotatedWith(NullMarked.class))
        .map(JavaPackage::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> violations(ArchRule rule, JavaClasses classes) {
    EvaluationResult result = rule.evaluate(classes);
    return result.getFailureReport().getDetails();
  }

  private static void assertMentions(List<String> violations, String type) {
    // Each text begins with the violating member: `Method <otus.server.loop.Loop.run()> calls …`.
    Pattern subject = Pattern.compile("(?m)^\\W*\\w+ <" + Pattern.quote(type) + "\\b");
    assertTrue(
        violations.stream().anyMatch(text -> subject.matcher(text).find()),
        () -> type + " does not break it; these do:\n" + String.join("\n", violations));
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
