package otus.server.api;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The public and protected declarations of a class as lines of text.
final class ApiText {
  private ApiText() {}

  /// Returns the type and its sorted members, or no lines if the type is not visible.
  static List<String> of(Class<?> type) {
    if (!isVisible(type)) {
      return List.of();
    }
    TreeSet<String> members = new TreeSet<>();
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers())) {
        members.add(
            modifiers(field.getModifiers())
                + text(field.getAnnotatedType())
                + " "
                + field.getName());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor.getModifiers())) {
        members.add(modifiers(constructor.getModifiers()) + "new" + parameters(constructor));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
        members.add(
            (method.isDefault() ? "default " : "")
                + modifiers(method.getModifiers() & ~Modifier.TRANSIENT & ~Modifier.VOLATILE)
                + text(method.getAnnotatedReturnType())
                + (" " + method.getName() + parameters(method)));
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(head(type));
    members.forEach(member -> lines.add("  " + member));
    return lines;
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers())
        && !type.isSynthetic()
        && !type.isAnonymousClass()
        && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static String head(Class<?> type) {
    String kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
    String permits =
        type.isSealed()
            ? " permits "
                + Arrays.stream(type.getPermittedSubclasses())
                    .map(Class::getName)
                    .sorted()
                    .collect(Collectors.joining(", "))
            : "";
    return modifiers(type.getModifiers() & ~Modifier.INTERFACE & ~Modifier.ABSTRACT)
        + (type.isSealed() ? "sealed " : "")
        + (type.isInterface() ? "interface " : kind + " ")
        + (type.getName() + superTypes(type) + permits);
  }

  private static String superTypes(Class<?> type) {
    return Stream.concat(
            Stream.ofNullable(type.getGenericSuperclass()).filter(s -> s != Object.class),
            Arrays.stream(type.getGenericInterfaces()))
        .map(superType -> " < " + superType.getTypeName())
        .collect(Collectors.joining());
  }

  private static String parameters(Executable executable) {
    String thrown =
        Arrays.stream(executable.getGenericExceptionTypes())
            .map(type -> " throws " + type.getTypeName())
            .collect(Collectors.joining());
    return Arrays.stream(executable.getAnnotatedParameterTypes())
            .map(ApiText::text)
            .collect(Collectors.joining(", ", "(", ")"))
        + thrown;
  }

  private static String text(AnnotatedType type) {
    boolean nullable = ((AnnotatedElement) type).isAnnotationPresent(Nullable.class);
    return type.getType().getTypeName() + (nullable ? "?" : "");
  }

  private static String modifiers(int modifiers) {
    String text = Modifier.toString(modifiers);
    return text.isEmpty() ? "" : text + " ";
  }
}
