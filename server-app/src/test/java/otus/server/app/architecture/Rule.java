package otus.server.app.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A rule of the architecture, as data. It is checked for the server's classes, for the planted
/// classes that break it, and for the server's classes without its exceptions.
///
/// @param name name of the rule, a sentence
/// @param because reason for the rule
/// @param exceptions excepted classes, without the base package, each with a reason
/// @param check creates the rule for a base package
/// @param planted planted classes that break the rule, without the base package
record Rule(
    String name,
    String because,
    Map<String, String> exceptions,
    Check check,
    List<String> planted) {

  /// Creates a rule for all classes below a base package except the excused ones.
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
