package otus.server.app.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The directory of plugins, and the policy for invalid ones. Immutable.
///
/// @param path path of the directory
/// @param named whether the operator gave the path; only then the directory must exist
/// @param lenient whether plugins that cannot be loaded are skipped
/// @param nativeAccess names of modules of plugins that may call native code
public record PluginDirectory(
    Path path, boolean named, boolean lenient, List<String> nativeAccess) {

  /// Copies the list.
  public PluginDirectory {
    nativeAccess = List.copyOf(nativeAccess);
  }

  /// A directory whose plugins may call no native code.
  public PluginDirectory(Path path, boolean named, boolean lenient) {
    this(path, named, lenient, List.of());
  }

  /// The directory `plugins` of the runtime image, which need not exist.
  public static PluginDirectory ofImage(boolean lenient) {
    return new PluginDirectory(Path.of(System.getProperty("java.home"), "plugins"), false, lenient);
  }

  /// Returns this directory with modules that may call native code.
  public PluginDirectory withNativeAccess(List<String> modules) {
    return new PluginDirectory(path, named, lenient, modules);
  }

  /// Lists the plugins. Each jar is a plugin, and so is each subdirectory with all its jars. Other
  /// files, and names that begin with a dot, are ignored.
  ///
  /// @return the plugins, sorted by name
  /// @throws UsageException if the directory cannot be read
  public List<PluginFiles> plugins() {
    if (!Files.exists(path)) {
      if (named) {
        throw new UsageException("no such plugin directory: " + path);
      }
      return List.of();
    }
    if (!Files.isDirectory(path)) {
      throw new UsageException("not a plugin directory: " + path);
    }
    try {
      List<PluginFiles> plugins = new ArrayList<>();
      for (Path entry : entries(path)) {
        if (Files.isDirectory(entry) || PluginFiles.isJar(entry)) {
          plugins.add(files(entry));
        }
      }
      return plugins;
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException(
          "cannot read the plugin directory " + path + ": " + e.getMessage(), e);
    }
  }

  /// Returns the plugin at a path, in any directory.
  ///
  /// @param path a jar, or a directory of jars
  /// @throws UsageException if the path is neither, cannot be read, or has plugins in
  ///     subdirectories instead of jars
  public static PluginFiles plugin(Path path) {
    if (!Files.isDirectory(path) && !(Files.isRegularFile(path) && PluginFiles.isJar(path))) {
      throw new UsageException("not a jar or a directory of jars: " + path);
    }
    try {
      PluginFiles files = files(path);
      Path first = files.jars().isEmpty() ? firstPlugin(path) : null;
      if (first != null) {
        throw new UsageException(
            path + " is a directory of plugins: check one of them, such as " + first);
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new UsageException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Path firstPlugin(Path directory) throws IOException {
    for (Path entry : entries(directory)) {
      if (Files.isDirectory(entry) && !files(entry).jars().isEmpty()) {
        return entry;
      }
    }
    return null;
  }

  private static PluginFiles files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return PluginFiles.of(path);
    }
    List<Path> jars = entries(path).stream().filter(PluginFiles::isJar).toList();
    return new PluginFiles(PluginFiles.name(path) + "/", jars);
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> !PluginFiles.name(entry).startsWith("."))
          .sorted(Comparator.comparing(PluginFiles::name))
          .toList();
    }
  }
}
