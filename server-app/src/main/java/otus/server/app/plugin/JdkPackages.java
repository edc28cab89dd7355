package otus.server.app.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The packages of the JDK's modules. A runtime image knows only the modules that it has, so the
/// others are in a table, which is read when a plugin lacks a class. Immutable; any thread.
final class JdkPackages {
  private static final String TABLE = "jdk-packages.txt";

  private final Predicate<String> linked;

  /// The module of each package, read at the first use.
  private static final class Table {
    static final Map<String, String> MODULES = read();
  }

  private JdkPackages(Predicate<String> linked) {
    this.linked = linked;
  }

  /// Returns the packages, for the modules of this process.
  static JdkPackages ofThisImage() {
    return of(name -> ModuleLayer.boot().findModule(name).isPresent());
  }

  /// @param linked tells whether the runtime image has a module
  static JdkPackages of(Predicate<String> linked) {
    return new JdkPackages(linked);
  }

  /// Returns the module that has a package, if the runtime image lacks that module.
  ///
  /// @param name name of the package, such as `java.awt.image`
  /// @return the name of the module, or null if no module of the JDK has the package, or the image
  ///     has the module
  @Nullable String missingModule(String name) {
    String module = Table.MODULES.get(name);
    return module == null || linked.test(module) ? null : module;
  }

  /// Returns the module of each package, whether the image has it or not.
  static Map<String, String> modules() {
    return Table.MODULES;
  }

  private static Map<String, String> read() {
    Map<String, String> modules = new HashMap<>();
    try (InputStream in = Objects.requireNonNull(JdkPackages.class.getResourceAsStream(TABLE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] words = line.split(" ", -1);
          for (int i = 1; i < words.length; i++) {
            modules.put(words[i], words[0]);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(modules);
  }
}
