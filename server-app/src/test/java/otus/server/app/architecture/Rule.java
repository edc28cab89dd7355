package otus.server.app.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A rule of the architecture, as data: it can be held against the server's classes, against the
/// planted classes that break it, and against the server's classes without one of its exceptions.
///
/// @param name a sentence
/// @param because why it is a rule
/// @param exceptions the classes it does not hold for, without the base package, each with a reason
/// @param check makes the rule for a base package
/// @param planted the planted classes that break it, without the base package
record Rule(
    String name,
    String because,
    Map<String, String> exceptions,
    Check check,
    List<String> planted) {

  /// Makes a rule for all classes under a base package but those that are excused.
  @FunctionalInterface
  interface Check {
    ArchRule over(String base, DescribedPredicate<JavaClass> notExcused);
  }

  /// The rule with all its exceptions.
  ArchRule over(String base) {
    return over(base, exceptions.keySet());
  }

  /// The rule with only some exceptions.
  ArchRule over(String base, Set<String> excused) {
    DescribedPredicate<JavaClass> notExcused =
        DescribedPredicate.describe(
            "not excused",
            type ->
                excused.stream()
                    .map(name -> base + "." + name)
                    .noneMatch(
                        name ->
                            type.getName().equals(name) || type.getName().startsWith(name + "$")));
    return check.over(base, notExcused).as(name).because(because);
  }

  @Override
  public String toString() {
    return name;
  }
}
