package otus.server.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.ENUMS;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.RECORDS;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.TOP_LEVEL_CLASSES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static otus.server.app.architecture.PackageRules.packages;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Rules for modifiers of classes and fields.
final class ShapeRules {
  private static final Map<String, String> NONE = Map.of();

  private ShapeRules() {}

  static List<Rule> all(ClassLoader loader) {
    return List.of(
        new Rule(
            "static fields are deeply constant",
            "static state is shared by all loops and tests",
            NONE,
            (base, in) ->
                fields()
                    .that()
                    .areDeclaredInClassesThat(in.and(packages(base, "..")))
                    .and()
                    .areStatic()
                    .and(not(modifier(JavaModifier.SYNTHETIC)).forSubtype())
                    .should(StaticState.beConstant(loader)),
            List.of(
                "http.HasStaticField",
                "http.HasStaticMap",
                "http.HasStaticMapOfLists",
                "staticfiles.HasStaticBuffer",
                "staticfiles.HasPublicArray")),
        new Rule(
            "implementations have no public top-level class except providers",
            "each public class is a decision",
            NONE,
            (base, in) ->
                classes()
                    .that(
                        in.and(packages(base, "app", "staticfiles", "loop.nio"))
                            .and(TOP_LEVEL_CLASSES)
                            .and(not(assignableTo(base + ".api.spi.Provider")))
                            .and(not(assignableTo(base + ".loop.Transport"))))
                    .should()
                    .notBePublic(),
            List.of("staticfiles.IsPublic", "loop.nio.IsPublic", "app.IsPublic")),
        new Rule(
            "every public class is used by another package",
            "each public class is a decision",
            Map.of(
                "staticfiles.metadata.Glob", "tests of the options read it",
                "app.logging.LogLines", "the JDK creates it by its name",
                "app.training.TrainingClient", "tests use it as their HTTP client"),
            (base, in) ->
                classes()
                    .that(
                        in.and(
                                not(
                                    packages(
                                        base,
                                        "api..",
                                        "loop..",
                                        "http",
                                        "http.config",
                                        "http.testing")))
                            .and(packages(base, ".."))
                            .and(not(assignableTo(base + ".api.spi.Provider"))))
                    .should(beUsedElsewhereIfPublic()),
            List.of("staticfiles.added.PublicAlone")),
        new Rule(
            "exported types are interfaces, records, enums or final classes",
            "a class that can be extended must be designed for that",
            NONE,
            (base, in) ->
                classes()
                    .that(
                        in.and(
                                packages(
                                    base, "api..", "loop", "http", "http.config", "http.testing"))
                            .and(modifier(JavaModifier.PUBLIC).forSubtype()))
                    .should(
                        ArchCondition.from(
                            INTERFACES
                                .or(RECORDS)
                                .or(ENUMS)
                                .or(modifier(JavaModifier.FINAL).<JavaClass>forSubtype()))),
            List.of("api.CanBeExtended", "loop.CanBeExtended")));
  }

  /// Holds for a class that is not public, and for a public class that another package uses, or one
  /// of its nested classes.
  private static ArchCondition<JavaClass> beUsedElsewhereIfPublic() {
    return new ArchCondition<>("be used by another package if they are public") {
      private final Set<String> used = new HashSet<>();

      @Override
      public void init(Collection<JavaClass> all) {
        for (JavaClass type : all) {
          if (type.getDirectDependenciesToSelf().stream()
              .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()))) {
            used.add(topLevel(type));
          }
        }
      }

      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC)) {
          String text = type.getDescription() + " is public, and no other package uses it";
          events.add(new SimpleConditionEvent(type, used.contains(type.getName()), text));
        }
      }
    };
  }

  private static String topLevel(JavaClass type) {
    int inner = type.getName().indexOf('$');
    return inner < 0 ? type.getName() : type.getName().substring(0, inner);
  }
}
