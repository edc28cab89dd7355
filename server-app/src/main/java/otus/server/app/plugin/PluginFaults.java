package otus.server.app.plugin;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.api.spi.HandlerProvider;

/// Messages about plugins that cannot be loaded: the problem and its solution, as the continuation
/// of the name of a jar. The JDK reports some problems only in the text of its exceptions, which is
/// parsed here. Pure.
public final class PluginFaults {
  private static final Pattern DESCRIPTOR_VERSION =
      Pattern.compile("Unsupported major.minor version (\\d+)(\\.\\d+)?");
  private static final Pattern CLASS_VERSION = Pattern.compile("class file version (\\d+)");

  /// The first text is that of an automatic module without the package, the second that of a module
  /// with the package, but without the class.
  private static final Pattern ABSENT_PROVIDER =
      Pattern.compile("Provider (?:class )?([\\w.$]+) not (?:in JAR file|found)");

  private static final int JAVA_1 = 44;

  /// Maximum number of causes to look at, since causes may form a cycle.
  private static final int MAX_CAUSES = 16;

  private PluginFaults() {}

  /// The message for a jar that cannot be read as a module.
  static String unreadable(FindException e) {
    Throwable cause = deepest(e);
    String text = text(cause);
    Matcher version = DESCRIPTOR_VERSION.matcher(text);
    if (version.find()) {
      return tooNew(version.group(1));
    }
    Matcher provider = ABSENT_PROVIDER.matcher(text);
    if (provider.find()) {
      return absentProvider(provider.group(1));
    }
    return cause instanceof IOException
        ? "cannot be read as a jar (" + text + "): copy or build it again"
        : "cannot be a module (" + text + "): correct its descriptor, META-INF or name";
  }

  private static String absentProvider(String name) {
    return "lacks the class "
        + (name + ", which its module-info or a file in META-INF/services names as a provider:")
        + " correct the name there, or add the class";
  }

  /// The message for a required module that neither the server nor the plugin has.
  static String missing(String module) {
    return isOfJdk(module)
        ? "requires " + missingOfJdk(module)
        : "requires the module "
            + (module + ", which is missing:")
            + " put both jars into a subdirectory of the plugin directory";
  }

  /// The message for a class that the runtime image lacks.
  private static String missing(MissingClass missing) {
    return "requires the class " + missing.name() + " of " + missingOfJdk(missing.module());
  }

  private static String missingOfJdk(String module) {
    return "the module "
        + (module + " of the JDK, which the runtime image lacks:")
        + (" build an image that has it, in the sources of the server: " + imageWith(module));
  }

  /// The command that builds an image with more modules of the JDK.
  static String imageWith(String modules) {
    return "mvn -q -DskipTests package -Dimage.modules=" + modules;
  }

  /// Returns whether a module belongs to the JDK, so that only a runtime image can provide it.
  static boolean isOfJdk(String module) {
    return module.startsWith("java.") || module.startsWith("jdk.");
  }

  /// The message for a plugin whose provider threw while it was loaded.
  ///
  /// @param compiled version of the API that the plugin was compiled against; empty if unknown
  /// @param modules names of the plugin's modules, of which one may have failed
  static String failed(Throwable thrown, String compiled, Set<String> modules) {
    Throwable cause = deepest(thrown);
    String description = describe(cause) + place(thrown, modules);
    MissingClass missing = MissingClass.in(thrown, JdkPackages.ofThisImage());
    if (missing != null) {
      return missing(missing);
    }
    if (cause instanceof UnsupportedClassVersionError) {
      Matcher version = CLASS_VERSION.matcher(text(cause));
      return version.find() ? tooNew(version.group(1)) : description;
    }
    Matcher absent = ABSENT_PROVIDER.matcher(text(cause));
    if (cause instanceof ServiceConfigurationError && absent.find()) {
      return absentProvider(absent.group(1));
    }
    if (cause instanceof ServiceConfigurationError || cause instanceof NoSuchMethodException) {
      return "has an unusable provider ("
          + (text(cause).replaceFirst("^[\\w.]+: ", "") + "): it must be a public class with a")
          + " public constructor without parameters";
    }
    if (cause instanceof LinkageError || cause instanceof ClassNotFoundException) {
      return "does not fit this server or lacks a library ("
          + (description + "): ")
          + (compiled.isEmpty() ? "" : "it was compiled against server-api " + compiled + "; ")
          + ("compile it against server-api " + apiVersion() + ", and add what it needs");
    }
    return "failed to load (" + description + "): this is a fault of the plugin";
  }

  /// The message for a provider whose `create` failed, except by rejecting an option.
  ///
  /// @param modules names of the plugin's modules, of which one may have failed
  public static String creationFailed(String name, Throwable thrown, Set<String> modules) {
    Throwable cause = deepest(thrown);
    return cause instanceof LinkageError || cause instanceof ClassNotFoundException
        ? failed(thrown, "", modules)
        : "cannot make " + name + " (" + describe(cause) + place(thrown, modules) + ")";
  }

  /// Logs the stack trace of a failure at debug level, since the message has only one line.
  ///
  /// @param plugin name of the plugin or its jar
  public static void log(String plugin, Throwable failure) {
    System.getLogger(PluginFaults.class.getName())
        .log(Level.DEBUG, "event=plugin-failed plugin=" + LogValue.of(plugin), failure);
  }

  /// Returns the innermost line of some modules in the deepest stack trace that has one, such as
  /// ` at memo.Memo.create(Memo.java:12)`; empty if no trace has one.
  private static String place(Throwable thrown, Set<String> modules) {
    String place = "";
    for (Throwable cause : causes(thrown)) {
      for (StackTraceElement frame : cause.getStackTrace()) {
        String module = frame.getModuleName();
        if (module != null && modules.contains(module)) {
          String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
          String file = frame.getFileName() == null ? "unknown" : frame.getFileName();
          place =
              (" at " + frame.getClassName() + "." + frame.getMethodName())
                  + ("(" + file + line + ")");
          break;
        }
      }
    }
    return place;
  }

  /// The version of the API in this server.
  public static String apiVersion() {
    ModuleDescriptor descriptor = HandlerProvider.class.getModule().getDescriptor();
    return descriptor == null ? "" : descriptor.rawVersion().orElse("(unversioned)");
  }

  private static String tooNew(String version) {
    return "was compiled for Java "
        + (Integer.parseInt(version) - JAVA_1)
        + (", but this is Java " + Runtime.version().feature() + ": compile it with --release ")
        + Runtime.version().feature();
  }

  /// Returns the class of a throwable, with its message, if any.
  public static String describe(Throwable cause) {
    String message = message(cause);
    return message == null ? kind(cause) : kind(cause) + ": " + message;
  }

  private static String kind(Throwable cause) {
    return cause.getClass().getName();
  }

  private static String text(Throwable cause) {
    String message = message(cause);
    return message == null ? kind(cause) : message;
  }

  /// Returns the message, or null without one. An exception of a plugin may throw here itself.
  private static @Nullable String message(Throwable cause) {
    try {
      return cause.getMessage();
    } catch (Throwable e) {
      return null;
    }
  }

  /// Returns the innermost cause, which says more than the JDK's exceptions around it.
  private static Throwable deepest(Throwable thrown) {
    return causes(thrown).getLast();
  }

  /// Returns a failure, its cause, the cause of that, and so on.
  static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    Throwable cause = failure;
    while (cause != null && causes.size() < MAX_CAUSES) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes;
  }
}
