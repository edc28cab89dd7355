package otus.server.app.architecture;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// Looks at what static fields really hold: a `static final Map` says nothing of what can be done
/// to the map.
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
          "otus.server.api.Headers",
          "otus.server.api.spi.OptionType");

  private StaticState() {}

  /// Whether a static field can never change, nor what it holds.
  ///
  /// @param loader has the classes, in no module, so that fields can be looked at
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
      case Record _ -> true; // its components are seen to where it is made
      case System.Logger _ -> true;
      case VarHandle _ -> true; // a name of a field, not what is in it
      case Collection<?> _ -> isImmutable(value);
      case Map<?, ?> _ -> isImmutable(value);
      case ByteBuffer buffer -> buffer.capacity() == 0;
      // Nobody but the owner can complete or obtrude it.
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

  /// Whether neither a collection nor one in it can be changed.
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
