package otus.server.app.plugin;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// A class of a module of the JDK that the runtime image lacks, as named by a failure of a plugin.
/// The descriptors of automatic modules do not name the modules they need, so such a plugin fails
/// only when it uses the class. Immutable; any thread.
///
/// @param name name of the class
/// @param module name of its module
record MissingClass(String name, String module) {
  private static final Logger LOG = System.getLogger(MissingClass.class.getName());

  /// The message of a `NoClassDefFoundError` or a `ClassNotFoundException`. The JVM keeps the
  /// failure of a static initializer only as the text of another failure.
  private static final Pattern NAME =
      Pattern.compile("(?:.*NoClassDefFoundError: )?([\\w$]+(?:[./][\\w$]+)+)(?: \\[in .*)?");

  /// Returns the class that a failure names.
  ///
  /// @return the class, or null if the failure has another reason
  static @Nullable MissingClass in(@Nullable Throwable failure, JdkPackages packages) {
    List<Throwable> causes = failure == null ? List.of() : PluginFaults.causes(failure);
    for (Throwable cause : causes) {
      if (cause instanceof LinkageError || cause instanceof ClassNotFoundException) {
        MissingClass missing = named(cause.getMessage(), packages);
        if (missing != null) {
          return missing;
        }
      }
    }
    return null;
  }

  private static @Nullable MissingClass named(@Nullable String message, JdkPackages packages) {
    Matcher matcher = NAME.matcher(message == null ? "" : message);
    return matcher.matches() ? of(matcher.group(1), packages) : null;
  }

  /// Returns a class, if its module is missing.
  ///
  /// @param name name of the class, with dots or slashes
  /// @return the class, or null if it is no class of a missing module
  static @Nullable MissingClass of(String name, JdkPackages packages) {
    String dotted = name.replace('/', '.');
    int end = dotted.lastIndexOf('.');
    String module = end < 0 ? null : packages.missingModule(dotted.substring(0, end));
    return module == null ? null : new MissingClass(dotted, module);
  }

  /// Logs the missing module and its solution, if that is the reason for a failure, which is
  /// logged where it is handled.
  ///
  /// @param logged the modules that were logged, and are not logged again
  static void log(Throwable failure, Set<String> logged) {
    MissingClass missing;
    try {
      missing = in(failure, JdkPackages.ofThisImage());
    } catch (RuntimeException e) {
      return; // an exception of a plugin may throw where it is asked for its message
    }
    if (missing != null && logged.add(missing.module)) {
      LOG.log(
          Level.ERROR,
          ("event=jdk-module-missing class=" + missing.name + " module=" + missing.module)
              + (" solution=" + LogValue.of(PluginFaults.imageWith(missing.module))));
    }
  }
}
