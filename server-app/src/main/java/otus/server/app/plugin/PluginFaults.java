package otus.server.app.plugin;

import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.HandlerProvider;

/// What is wrong with a plugin, and what to do about it, in words that go on after the name of a
/// jar. The JDK says the former by the text of its exceptions only. Pure.
public final class PluginFaults {
  private static final Pattern DESCRIPTOR_VERSION =
      Pattern.compile("Unsupported major.minor version (\\d+)(\\.\\d+)?");
  private static final Pattern CLASS_VERSION = Pattern.compile("class file version (\\d+)");
  private static final int JAVA_1 = 44;

  /// How many causes are looked into: an exception may be its own.
  private static final int MAX_DEPTH = 16;

  private PluginFaults() {}

  /// A jar that has no module in it.
  static String unreadable(FindException e) {
    Throwable cause = deepest(e);
    String text = text(cause);
    Matcher version = DESCRIPTOR_VERSION.matcher(text);
    if (version.find()) {
      return tooNew(version.group(1));
    }
    return cause instanceof IOException
        ? "cannot be read as a jar (" + text + "): copy or build it again"
        : "cannot be a module (" + text + "): correct its descriptor, META-INF or name";
  }

  /// A module that nobody has.
  static String missing(String module) {
    return isOfJdk(module)
        ? "requires the module "
            + (module + " of the JDK, which the runtime image lacks:")
            + (" build an image that has it, in the sources of the server: " + imageWith(module))
        : "requires the module "
            + (module + ", which is missing:")
            + " put both jars into a subdirectory of the plugin directory";
  }

  /// The command that builds an image with more modules of the JDK.
  static String imageWith(String modules) {
    return "mvn -q -DskipTests package -Dimage.modules=" + modules;
  }

  /// Whether only an image can have it: no jar can bring it along.
  static boolean isOfJdk(String module) {
    return module.startsWith("java.") || module.startsWith("jdk.");
  }

  /// A provider of which something was asked.
  ///
  /// @param compiled the version of the API it was compiled against, if it is known
  static String failed(Throwable thrown, String compiled) {
    Throwable cause = deepest(thrown);
    String what = what(cause);
    if (cause instanceof UnsupportedClassVersionError) {
      Matcher version = CLASS_VERSION.matcher(text(cause));
      return version.find() ? tooNew(version.group(1)) : what;
    }
    if (cause instanceof ServiceConfigurationError || cause instanceof NoSuchMethodException) {
      return "has an unusable provider ("
          + (text(cause).replaceFirst("^[\\w.]+: ", "") + "): it must be a public class with a")
          + " public constructor without parameters";
    }
    if (cause instanceof LinkageError || cause instanceof ClassNotFoundException) {
      return "does not fit this server or lacks a library ("
          + (what + "): ")
          + (compiled.isEmpty() ? "" : "it was compiled against server-api " + compiled + "; ")
          + ("compile it against server-api " + apiVersion() + ", and add what it needs");
    }
    return "failed to load (" + what + "): this is a fault of the plugin";
  }

  /// A provider whose `create` failed, other than by refusing an option.
  public static String creationFailed(String name, Throwable thrown) {
    Throwable cause = deepest(thrown);
    return cause instanceof LinkageError || cause instanceof ClassNotFoundException
        ? failed(cause, "")
        : "cannot make " + name + " (" + what(cause) + ")";
  }

  /// The version of the API that this server has.
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

  /// Its class, and its message if there is one.
  public static String what(Throwable cause) {
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

  /// What a plugin throws may throw in turn when it is asked for its message.
  private static @Nullable String message(Throwable cause) {
    try {
      return cause.getMessage();
    } catch (Throwable e) {
      return null;
    }
  }

  /// The first cause: what the JDK wraps around it says less.
  private static Throwable deepest(Throwable thrown) {
    Throwable deepest = thrown;
    for (int depth = 0; depth < MAX_DEPTH && deepest.getCause() != null; depth++) {
      deepest = deepest.getCause();
    }
    return deepest;
  }
}
