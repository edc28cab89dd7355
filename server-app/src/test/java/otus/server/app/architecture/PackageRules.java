package otus.server.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Packages by their names below a base package, so that each rule can be checked for the server
/// and for the classes in `otus.server.app.planted`.
final class PackageRules {

  private PackageRules() {}

  /// Classes in any of these packages; `..` stands for all packages.
  static DescribedPredicate<JavaClass> packages(String base, String... below) {
    return resideInAnyPackage(
        Arrays.stream(below)
            .map(name -> name.equals("..") ? base + ".." : base + "." + name)
            .toArray(String[]::new));
  }

  /// A rule that classes of a package depend only on that package and on others.
  static ArchRule only(
      String base, DescribedPredicate<JavaClass> in, String own, List<String> others) {
    String[] allowed =
        Stream.concat(Stream.of(base + "." + own, "org.jspecify.annotations"), others.stream())
            .toArray(String[]::new);
    return classes()
        .that(in.and(packages(base, own)))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed));
  }
}
