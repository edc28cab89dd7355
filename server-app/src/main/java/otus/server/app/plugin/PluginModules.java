package otus.server.app.plugin;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import otus.server.app.config.PluginFiles;
import otus.server.app.config.UsageException;

/// The modules of one plugin, as their jars describe them, before any class is loaded. Those that
/// the server has too are left out: the server's own always win, so that a plugin and the server
/// mean the same types. Main thread only.
final class PluginModules {
  private final PluginFiles files;
  private final Configuration server;
  private final Map<String, Path> jars = new TreeMap<>();
  private final List<ModuleDescriptor> descriptors = new ArrayList<>();

  private PluginModules(PluginFiles files, Configuration server) {
    this.files = files;
    this.server = server;
  }

  /// Reads the descriptors.
  ///
  /// @param server the modules that are there already
  /// @throws UsageException if a jar cannot be read, or none is of use
  static PluginModules read(PluginFiles files, Configuration server) {
    PluginModules modules = new PluginModules(files, server);
    for (Path jar : files.jars()) {
      modules.add(jar);
    }
    if (modules.descriptors.isEmpty()) {
      throw new UsageException(
          files.jars().isEmpty()
              ? files.name() + " has no jar: put the plugin's jars there, or remove the directory"
              : files.name() + " has only modules that the server has already: remove it");
    }
    return modules;
  }

  private void add(Path jar) {
    Set<ModuleReference> found;
    try {
      found = ModuleFinder.of(jar).findAll();
    } catch (FindException e) {
      throw new UsageException(files.nameOf(jar) + " " + PluginFaults.unreadable(e), e);
    }
    for (ModuleReference reference : found) {
      ModuleDescriptor descriptor = reference.descriptor();
      if (server.findModule(descriptor.name()).isPresent()) {
        continue;
      }
      Path other = jars.put(descriptor.name(), jar);
      if (other != null) {
        throw new UsageException(
            (files.nameOf(other) + " and " + files.nameOf(jar))
                + (" are both the module " + descriptor.name() + ": keep one of them"));
      }
      descriptors.add(descriptor);
    }
  }

  /// Their names.
  Set<String> names() {
    return jars.keySet();
  }

  /// Finds them.
  ModuleFinder finder() {
    return ModuleFinder.of(jars.values().toArray(Path[]::new));
  }

  /// What messages call the jar of a module.
  String jarOf(String module) {
    Path jar = jars.get(module);
    return jar == null ? files.name() : files.nameOf(jar);
  }

  /// The file a module is in, or the plugin's first.
  Path fileOf(String module) {
    return jars.getOrDefault(module, files.jars().getFirst());
  }

  /// How many providers of a service they declare.
  int providersOf(Class<?> service) {
    int count = 0;
    for (ModuleDescriptor descriptor : descriptors) {
      for (ModuleDescriptor.Provides provides : descriptor.provides()) {
        if (provides.service().equals(service.getName())) {
          count += provides.providers().size();
        }
      }
    }
    return count;
  }

  /// The modules they require that neither they nor the server have, each with the jar that
  /// requires it.
  Map<String, String> missing() {
    Map<String, String> missing = new TreeMap<>();
    for (ModuleDescriptor descriptor : descriptors) {
      for (Requires requires : descriptor.requires()) {
        String name = requires.name();
        if (!requires.modifiers().contains(Requires.Modifier.STATIC)
            && !jars.containsKey(name)
            && server.findModule(name).isEmpty()) {
          missing.put(name, jarOf(descriptor.name()));
        }
      }
    }
    return missing;
  }

  /// The version of the API that one of them was compiled against, or an empty string.
  String compiledAgainst(String module) {
    for (ModuleDescriptor descriptor : descriptors) {
      for (Requires requires : descriptor.requires()) {
        if (requires.name().equals(module) && requires.rawCompiledVersion().isPresent()) {
          return requires.rawCompiledVersion().get();
        }
      }
    }
    return "";
  }
}
