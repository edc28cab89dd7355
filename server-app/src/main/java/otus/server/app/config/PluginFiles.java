package otus.server.app.config;

import java.nio.file.Path;
import java.util.List;

/// The files of one plugin.
///
/// @param name as messages call it: `hello.jar`, or `guestbook/` for a folder of jars
/// @param jars in the order of their names
public record PluginFiles(String name, List<Path> jars) {

  /// Takes a copy.
  public PluginFiles {
    jars = List.copyOf(jars);
  }

  /// A plugin that is one jar.
  static PluginFiles of(Path jar) {
    return new PluginFiles(name(jar), List.of(jar));
  }

  /// How messages call one of the jars: `hello.jar`, or `guestbook/h2.jar`.
  public String nameOf(Path jar) {
    return name.endsWith("/") ? name + name(jar) : name;
  }

  static boolean isJar(Path file) {
    return name(file).endsWith(".jar");
  }

  /// The last name of a path.
  public static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
