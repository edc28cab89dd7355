package otus.server.app.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.PluginFiles;

/// Finds the plugin to which a jar belongs if it and its libraries lie beside each other, where
/// each jar would be a plugin of its own. Used after a jar was refused; main thread only.
final class FlatJars {
  /// The jars by module.
  private final Map<String, Path> jars = new TreeMap<>();

  private final Map<String, ModuleDescriptor> descriptors = new TreeMap<>();
  private final Path directory;

  /// The plugin with its libraries, which are sorted; null if the jar belongs to no such plugin.
  private final @Nullable Group group;

  /// A jar with the jars that it requires.
  private record Group(Path plugin, List<Path> libraries) {

    boolean has(Path jar) {
      return plugin.equals(jar) || libraries.contains(jar);
    }

    String names() {
      List<String> names = libraries.stream().map(PluginFiles::name).toList();
      return PluginFiles.name(plugin) + " and its libraries " + String.join(", ", names);
    }
  }

  private FlatJars(Path jar) {
    directory = Objects.requireNonNullElse(jar.getParent(), Path.of("."));
    read();
    group =
        descriptors.values().stream()
            .filter(PluginModules::isProvider)
            .map(this::group)
            .filter(found -> !found.libraries.isEmpty() && found.has(jar))
            .findFirst()
            .orElse(null);
  }

  /// Returns the message that tells to move a plugin and its libraries into a subdirectory.
  ///
  /// @param files the plugin that was refused
  /// @return the message, or null if the plugin is no part of such a group
  static @Nullable String move(PluginFiles files) {
    return message(
        files,
        (group, directory) ->
            " lie beside other plugins: move them into a subdirectory, such as "
                + directory.resolve(stem(group.plugin))
                + "/");
  }

  /// Returns the message that tells to check a directory instead of one of its jars. The parameter
  /// and the result are those of [#move].
  static @Nullable String check(PluginFiles files) {
    return message(
        files,
        (_, directory) ->
            " are one plugin: check their directory: otus-server plugins check " + directory);
  }

  private static @Nullable String message(
      PluginFiles files, BiFunction<Group, Path, String> advice) {
    if (files.isDirectory()) {
      return null;
    }
    FlatJars flat = new FlatJars(files.jars().getFirst());
    Group group = flat.group;
    return group == null ? null : group.names() + advice.apply(group, flat.directory);
  }

  private void read() {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path jar : entries) {
        add(jar);
      }
    } catch (IOException | UncheckedIOException e) {
      jars.clear(); // there is no advice
    }
  }

  private void add(Path jar) {
    try {
      ModuleFinder.of(jar)
          .findAll()
          .forEach(
              reference -> {
                ModuleDescriptor descriptor = reference.descriptor();
                jars.put(descriptor.name(), jar);
                descriptors.put(descriptor.name(), descriptor);
              });
    } catch (FindException e) {
      return; // another plugin, which gets its own message
    }
  }

  private Group group(ModuleDescriptor plugin) {
    TreeSet<Path> libraries = new TreeSet<>();
    Deque<ModuleDescriptor> open = new ArrayDeque<>(List.of(plugin));
    while (!open.isEmpty()) {
      for (Requires requires : open.remove().requires()) {
        ModuleDescriptor descriptor = descriptors.get(requires.name());
        if (descriptor != null
            && !PluginModules.isShared(requires.name())
            && libraries.add(jarOf(requires.name()))) {
          open.add(descriptor);
        }
      }
    }
    Path jar = jarOf(plugin.name());
    libraries.remove(jar);
    return new Group(jar, new ArrayList<>(libraries));
  }

  private Path jarOf(String module) {
    return Objects.requireNonNull(jars.get(module));
  }

  /// Returns the name of a jar without its version.
  private static String stem(Path jar) {
    return PluginFiles.name(jar).replaceFirst("\\.jar$", "").replaceFirst("-\\d.*", "");
  }
}
