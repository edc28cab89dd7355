package otus.server.app.architecture;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Conditions on the methods, constructors, method references (`System::nanoTime`) and fields that
/// classes use, also in lambdas.
final class MemberAccess {

  private MemberAccess() {}

  /// Holds for a class that accesses a target in any of these ways.
  ///
  /// @param what name of the targets, for messages
  static ArchCondition<JavaClass> access(String what, Predicate<AccessTarget> target) {
    return new ArchCondition<>("access " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Set<JavaAccess<?>> all = new LinkedHashSet<>(type.getAccessesFromSelf());
        all.addAll(type.getCodeUnitReferencesFromSelf());
        all.addAll(type.getCodeUnitCallsFromSelf());
        for (JavaAccess<?> access : all) {
          if (target.test(access.getTarget())) {
            events.add(SimpleConditionEvent.satisfied(type, access.getDescription()));
          }
        }
      }
    };
  }

  /// Members of a type or of its subtypes. A name that ends in `*` matches all names with that
  /// prefix.
  static Predicate<AccessTarget> members(String owner, String... names) {
    List<String> patterns = List.of(names);
    return target ->
        target.getOwner().isAssignableTo(owner)
            && patterns.stream().anyMatch(pattern -> matches(pattern, target.getName()));
  }

  /// Methods with exactly these parameters, of a type or of its subtypes.
  static Predicate<AccessTarget> method(String owner, String name, Class<?>... parameters) {
    List<String> types = List.of(parameters).stream().map(Class::getName).toList();
    return target ->
        target instanceof AccessTarget.CodeUnitAccessTarget unit
            && unit.getOwner().isAssignableTo(owner)
            && unit.getName().equals(name)
            && unit.getRawParameterTypes().stream().map(JavaClass::getName).toList().equals(types);
  }

  @SafeVarargs
  static Predicate<AccessTarget> anyOf(Predicate<AccessTarget>... predicates) {
    Predicate<AccessTarget> any = _ -> false;
    for (Predicate<AccessTarget> predicate : predicates) {
      any = any.or(predicate);
    }
    return any;
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : name.equals(pattern);
  }
}
