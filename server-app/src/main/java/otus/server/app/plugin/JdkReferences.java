package otus.server.app.plugin;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import otus.server.app.config.PluginFiles;
import otus.server.app.config.UsageException;

/// Finds the missing modules of the JDK to which the classes of a plugin refer. Pure, apart from
/// reading the jars; main thread only.
final class JdkReferences {
  private JdkReferences() {}

  /// Returns the references of some jars of a plugin.
  ///
  /// @param jars the jars to read
  /// @return for each jar with references a line, one for each module with an example, and one with
  ///     the solution
  /// @throws UsageException if a jar cannot be read
  static List<String> of(PluginFiles files, List<Path> jars, JdkPackages packages) {
    List<String> lines = new ArrayList<>();
    for (Path jar : jars) {
      Map<String, String> examples = new TreeMap<>();
      try {
        ClassScan.read(jar, (from, to) -> add(examples, from, to, packages));
      } catch (UncheckedIOException e) {
        throw new UsageException(files.nameOf(jar) + " cannot be read (" + e.getMessage() + ")", e);
      }
      if (!examples.isEmpty()) {
        String modules = String.join(",", examples.keySet());
        lines.add(files.nameOf(jar) + " may need modules of the JDK that the runtime image lacks:");
        examples.forEach((module, example) -> lines.add("    " + module + ": " + example));
        lines.add("    an image that has them: " + PluginFaults.imageWith(modules));
      }
    }
    return lines;
  }

  private static void add(
      Map<String, String> examples, String from, String to, JdkPackages packages) {
    MissingClass missing = MissingClass.of(ClassScan.element(to), packages);
    if (missing != null) {
      examples.putIfAbsent(missing.module(), from.replace('/', '.') + " uses " + missing.name());
    }
  }
}
