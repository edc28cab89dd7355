package otus.server.app.plugin;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.PluginFiles;

/// The packages of the server's modules that a plugin may have, too: those of the libraries that
/// the server has for itself, such as Jackson, of the API and of the JDK. Immutable; main thread
/// only.
final class ServerLibraries {
  /// The module of each exported package.
  private final Map<String, String> modules = new HashMap<>();

  /// @param server the modules of the server
  ServerLibraries(Configuration server) {
    for (ResolvedModule module : server.modules()) {
      ModuleDescriptor descriptor = module.reference().descriptor();
      for (Exports exports : descriptor.exports()) {
        if (!exports.isQualified()) {
          modules.put(exports.source(), module.name());
        }
      }
    }
  }

  /// Returns the module of the server that exports a package, or null if there is none.
  @Nullable String moduleOf(String name) {
    return modules.get(name);
  }

  /// Returns the libraries of the server that a plugin brings along, by name or by package.
  ///
  /// @return names of modules of the server
  Set<String> broughtBy(PluginModules plugin) {
    Set<String> brought = new TreeSet<>();
    for (ModuleDescriptor descriptor : plugin.descriptors()) {
      if (isLibrary(descriptor.name()) && modules.containsValue(descriptor.name())) {
        brought.add(descriptor.name());
      }
      for (String name : descriptor.packages()) {
        String module = modules.get(name);
        if (module != null && isLibrary(module)) {
          brought.add(module);
        }
      }
    }
    return brought;
  }

  /// Returns the message for a jar with a package of the API or of the JDK, as a jar has into which
  /// a build tool has put its dependencies.
  ///
  /// @return the name of the jar and the message, or null if there is no such jar
  @Nullable String conflict(PluginModules plugin) {
    for (ModuleDescriptor descriptor : plugin.descriptors()) {
      for (String name : new TreeSet<>(descriptor.packages())) {
        String module = modules.get(name);
        if (module != null && !isLibrary(module)) {
          return plugin.jarOf(descriptor.name())
              + (" contains the package " + name + " of ")
              + (PluginFaults.isOfJdk(module)
                  ? "the module " + module + " of the JDK: remove it from the jar"
                  : "the server: remove the classes of "
                      + (module + " from the jar; a dependency with the scope 'provided' is not")
                      + " copied into it");
        }
      }
    }
    return null;
  }

  /// Returns the libraries of the server that the descriptors of a plugin require.
  ///
  /// @return for each library the name of the jar that requires it
  static Map<String, String> requiredBy(PluginModules plugin) {
    Map<String, String> libraries = plugin.requiredOfServer();
    libraries.keySet().removeIf(name -> !isLibrary(name));
    return libraries;
  }

  /// Finds the libraries of the server that a plugin uses, by its descriptors or by its classes.
  ///
  /// @return one line for each library; empty if there is none
  List<String> notes(PluginFiles files, PluginModules plugin) {
    Map<String, String> users = new TreeMap<>(requiredBy(plugin));
    Set<String> own = new HashSet<>();
    plugin.descriptors().forEach(descriptor -> own.addAll(descriptor.packages()));
    for (Path jar : plugin.automatic()) {
      ClassScan.read(
          jar,
          (_, to) -> {
            String name = ClassScan.packageOf(ClassScan.element(to));
            String module = own.contains(name) ? null : modules.get(name);
            if (module != null && isLibrary(module)) {
              users.putIfAbsent(module, files.nameOf(jar));
            }
          });
    }
    List<String> lines = new ArrayList<>();
    users.forEach(
        (module, jar) ->
            lines.add(
                jar
                    + (" uses the module " + module + " that the server has for itself, and whose")
                    + " version may change: put the library's own jars beside it in a"
                    + " subdirectory of the plugin directory"));
    return lines;
  }

  private static boolean isLibrary(String module) {
    return !PluginModules.isShared(module);
  }
}
