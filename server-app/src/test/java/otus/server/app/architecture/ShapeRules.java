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
import static otus.server.app.architecture.Packages.packages;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import java.util.List;
import java.util.Map;

/// What classes and their fields look like.
final class ShapeRules {
  private static final Map<String, String> NONE = Map.of();

  private ShapeRules() {}

  static List<Rule> all(ClassLoader loader) {
    return List.of(
        new Rule(
            "static fields are constants, also inside",
            "static state is shared by all loops and all tests",
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
            "implementations have no public top-level class but providers",
            "every public is a decision",
            NONE,
            (base, in) ->
                classes()
                    .that(
                        in.and(packages(base, "app", "app.filters", "staticfiles", "loop.nio"))
                            .and(TOP_LEVEL_CLASSES)
                            .and(not(assignableTo(base + ".api.spi.Provider")))
                            .and(not(assignableTo(base + ".loop.Transport"))))
                    .should()
                    .notBePublic(),
            List.of(
                "staticfiles.IsPublic",
                "loop.nio.IsPublic",
                "app.IsPublic",
                "app.filters.IsPublic")),
        new Rule(
            "exported types are interfaces, records, enums or final classes",
            "what can be extended has to be designed for it",
            NONE,
            (base, in) ->
                classes()
                    .that(
                        in.and(packages(base, "api..", "loop", "http"))
                            .and(modifier(JavaModifier.PUBLIC).forSubtype()))
                    .should(
                        ArchCondition.from(
                            INTERFACES
                                .or(RECORDS)
                                .or(ENUMS)
                                .or(modifier(JavaModifier.FINAL).<JavaClass>forSubtype()))),
            List.of("api.CanBeExtended", "loop.CanBeExtended")));
  }
}
