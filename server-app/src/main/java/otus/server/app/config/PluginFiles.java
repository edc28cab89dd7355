package otus.server.app.config;

import java.nio.file.Path;
import java.util.List;

/// The files of one plugin. Immutable.
///
/// @param name name for messages: `hello.jar`, or `guestbook/` for a directory of jars
/// @param jars the jars, sorted by name
public record PluginFiles(String name, List<Path> jars) {

  /// Copies the list.
  public PluginFiles {
    jars = List.copyOf(jars);
  }

  /// A plugin of one jar.
  static PluginFiles of(Path jar) {
    return new PluginFiles(name(jar), List.of(jar));
  }

  /// Returns whether the plugin is a directory of jars.
  public boolean isDirectory() {
    return name.endsWith("/");
  }

  /// The name of a jar for messages: `hello.jar`, or `guestbook/h2.jar`.
  public String nameOf(Path jar) {
    return isDirectory() ? name + name(jar) : name;
  }

  static boolean isJar(Path file) {
    return name(file).endsWith(".jar");
  }

  /// The file name of a path.
  public static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
