package otus.server.app.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Failures as the JVM throws them where the module `java.desktop` is missing.
class MissingClassTest {
  private static final JdkPackages PACKAGES = JdkPackages.of(name -> !name.equals("java.desktop"));

  static Stream<Arguments> failures() {
    Throwable cause = new ClassNotFoundException("java.awt.Color");
    Throwable initializer =
        new ExceptionInInitializerError(
            "Exception java.lang.NoClassDefFoundError: java/awt/Color [in thread \"main\"]");
    Throwable later = new NoClassDefFoundError("Could not initialize class hello.Painter");
    return Stream.of(
        Arguments.of("java.awt.Color", new NoClassDefFoundError("java/awt/Color")),
        Arguments.of("java.awt.Color", cause),
        Arguments.of("java.awt.Color", new IllegalStateException("a library's own", cause)),
        Arguments.of("java.awt.Color", initializer),
        Arguments.of("java.awt.Color", later.initCause(initializer)),
        Arguments.of(
            "java.awt.geom.Path2D$Float", new NoClassDefFoundError("java/awt/geom/Path2D$Float")),
        Arguments.of(null, new NoClassDefFoundError("javax/sql/DataSource")),
        Arguments.of(null, new NoClassDefFoundError("com/example/Library")),
        Arguments.of(null, new NoClassDefFoundError()),
        Arguments.of(null, new IllegalStateException("java/awt/Color")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failure_names_the_class_of_the_missing_module(@Nullable String name, Throwable failure) {
    assertEquals(
        name == null ? null : new MissingClass(name, "java.desktop"),
        MissingClass.in(failure, PACKAGES));
  }
}
