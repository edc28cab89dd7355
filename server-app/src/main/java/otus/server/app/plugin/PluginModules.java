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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import otus.server.api.Handler;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.HandlerProvider;
import otus.server.app.config.PluginFiles;
import otus.server.app.config.UsageException;

/// The modules of one plugin, read from their descriptors before any class is loaded. Copies of
/// modules of the server or the JDK are ignored, so that plugins and server use the same types;
/// libraries of the plugin win over those that the server happens to use. Main thread only.
final class PluginModules {
  /// The beginning of the names of the API's classes.
  private static final String API = Handler.class.getPackageName().replace('.', '/') + "/";

  /// The names of modules that plugins share with the server.
  private static final Pattern SHARED = Pattern.compile("(otus\\.server|java|jdk)\\.");

  private static final Set<String> SERVICES =
      Set.of(HandlerProvider.class.getName(), FilterProvider.class.getName());

  private final PluginFiles files;
  private final Configuration server;
  private final Map<String, Path> jars = new TreeMap<>();
  private final List<ModuleDescriptor> descriptors = new ArrayList<>();

  private PluginModules(PluginFiles files, Configuration server) {
    this.files = files;
    this.server = server;
  }

  /// Reads the module descriptors of a plugin.
  ///
  /// @param server the modules of the server
  /// @throws UsageException if a jar cannot be read, two jars have the same module, or no module is
  ///     left
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
      if (isShared(descriptor.name()) && server.findModule(descriptor.name()).isPresent()) {
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

  /// Returns whether plugins share a module of the server, which is no mere library of it.
  static boolean isShared(String name) {
    return SHARED.matcher(name).lookingAt();
  }

  /// The descriptors of the modules.
  List<ModuleDescriptor> descriptors() {
    return List.copyOf(descriptors);
  }

  /// The names of the modules.
  Set<String> names() {
    return jars.keySet();
  }

  /// A finder for the modules.
  ModuleFinder finder() {
    return ModuleFinder.of(jars.values().toArray(Path[]::new));
  }

  /// The name of a module's jar for messages.
  String jarOf(String module) {
    Path jar = jars.get(module);
    return jar == null ? files.name() : files.nameOf(jar);
  }

  /// The jar of a module, or the plugin's first jar if the module is unknown.
  Path fileOf(String module) {
    return jars.getOrDefault(module, files.jars().getFirst());
  }

  /// The number of providers of a service that the modules declare.
  int providersOf(Class<?> service) {
    return descriptors.stream()
        .flatMap(descriptor -> descriptor.provides().stream())
        .filter(provides -> provides.service().equals(service.getName()))
        .mapToInt(provides -> provides.providers().size())
        .sum();
  }

  /// Returns whether a module provides handlers or filters.
  static boolean isProvider(ModuleDescriptor descriptor) {
    return descriptor.provides().stream().anyMatch(it -> SERVICES.contains(it.service()));
  }

  /// The names of the modules that provide handlers or filters.
  Set<String> ofProviders() {
    return descriptors.stream()
        .filter(PluginModules::isProvider)
        .map(ModuleDescriptor::name)
        .collect(Collectors.toSet());
  }

  /// The jars of automatic modules, whose descriptors do not name the modules they require.
  List<Path> automatic() {
    return descriptors.stream()
        .filter(ModuleDescriptor::isAutomatic)
        .map(descriptor -> fileOf(descriptor.name()))
        .toList();
  }

  /// Returns whether a module uses the API of the server; a library does not.
  boolean usesApi() {
    String api = HandlerProvider.class.getModule().getName();
    return descriptors.stream()
        .anyMatch(
            descriptor ->
                descriptor.isAutomatic()
                    ? ClassScan.refersTo(fileOf(descriptor.name()), API)
                    : descriptor.requires().stream().anyMatch(it -> it.name().equals(api)));
  }

  /// The required modules that neither the plugin nor the server has, each with the name of the jar
  /// that requires it.
  Map<String, String> missing() {
    Map<String, String> missing = requiredOfOthers();
    missing.keySet().removeIf(name -> server.findModule(name).isPresent());
    return missing;
  }

  /// The required modules that only the server has, each with the name of the jar that requires it.
  Map<String, String> requiredOfServer() {
    Map<String, String> required = requiredOfOthers();
    required.keySet().removeIf(name -> server.findModule(name).isEmpty());
    return required;
  }

  private Map<String, String> requiredOfOthers() {
    Map<String, String> others = new TreeMap<>();
    for (ModuleDescriptor descriptor : descriptors) {
      for (Requires requires : descriptor.requires()) {
        if (!requires.modifiers().contains(Requires.Modifier.STATIC)
            && !jars.containsKey(requires.name())) {
          others.put(requires.name(), jarOf(descriptor.name()));
        }
      }
    }
    return others;
  }

  /// The version of a module, such as the API, that the plugin was compiled against; empty if
  /// unknown.
  String compiledAgainst(String module) {
    return descriptors.stream()
        .flatMap(descriptor -> descriptor.requires().stream())
        .filter(requires -> requires.name().equals(module))
        .flatMap(requires -> requires.rawCompiledVersion().stream())
        .findFirst()
        .orElse("");
  }
}
