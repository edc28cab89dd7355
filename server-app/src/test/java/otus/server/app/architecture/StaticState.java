package otus.server.app.architecture;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Checks the values of static fields, since the type of a `static final Map` does not show whether
/// the map is immutable.
final class StaticState {
  private static final Set<String> IMMUTABLE =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Short",
          "java.lang.Float",
          "java.lang.Double",
          "java.lang.String",
          "java.util.HexFormat",
          "java.time.Duration",
          "java.time.Instant",
          "java.time.format.DateTimeFormatter",
          "java.util.regex.Pattern",
          "otus.server.api.Attributes$Key",
          "otus.server.api.Headers",
          "otus.server.api.spi.OptionType");

  private StaticState() {}

  /// Holds for a static field that is final and whose value is immutable.
  ///
  /// @param loader loader of the classes, in no module, so that their fields are accessible
  static ArchCondition<JavaField> beConstant(ClassLoader loader) {
    return new ArchCondition<>("be constant") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        String fault =
            field.getModifiers().contains(JavaModifier.FINAL)
                ? fault(field, loader)
                : "it is not final";
        events.add(
            new SimpleConditionEvent(field, fault == null, field.getDescription() + ": " + fault));
      }
    };
  }

  private static @Nullable String fault(JavaField field, ClassLoader loader) {
    try {
      Field real =
          Class.forName(field.getOwner().getName(), true, loader).getDeclaredField(field.getName());
      real.setAccessible(true);
      Object value = real.get(null);
      return isConstant(field, value) ? null : "it holds a " + value.getClass().getName();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isConstant(JavaField field, @Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Enum<?> _ -> true;
      case Record _ -> true; // its constructor has to copy
      case System.Logger _ -> true;
      case MethodHandle _ -> true; // a reference to code
      case Linker _, MemoryLayout _ -> true; // descriptions of native types
      case VarHandle _ -> true; // a reference to a field, without its value
      case Collection<?> _ -> isImmutable(value);
      case Map<?, ?> _ -> isImmutable(value);
      case ByteBuffer buffer -> buffer.capacity() == 0;
      // Only its owner can complete or obtrude it.
      case CompletionStage<?> _ -> value.getClass().getName().endsWith("MinimalStage");
      default -> {
        Class<?> type = value.getClass();
        boolean table = type.isArray() && field.getModifiers().contains(JavaModifier.PRIVATE);
        boolean lambda = type.isHidden();
        boolean ours = field.getRawType().equals(field.getOwner()); // like Headers.EMPTY
        yield table || lambda || ours || IMMUTABLE.contains(type.getName());
      }
    };
  }

  /// Returns whether a collection and the collections in it are immutable.
  private static boolean isImmutable(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          isOfImmutableClass(map) && map.values().stream().allMatch(StaticState::isImmutable);
      case Collection<?> all ->
          isOfImmutableClass(all) && all.stream().allMatch(StaticState::isImmutable);
      default -> true; // records, names and the like
    };
  }

  private static boolean isOfImmutableClass(Object collection) {
    return collection.getClass().getName().startsWith("java.util.ImmutableCollections$");
  }
}
