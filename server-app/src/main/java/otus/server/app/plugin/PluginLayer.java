package otus.server.app.plugin;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Defines the module layer of a plugin, with one class loader, above the layer of the server.
///
/// A jar without `module-info` reads all modules, so the JDK refuses it if the plugin has its own
/// version of a library that the server has, too. Such a plugin gets open modules in place of the
/// automatic ones; these read all modules except the server's version. They may look for services
/// of their own packages, the JDK and the API, not for those of other jars. Main thread only.
final class PluginLayer {
  private final PluginModules plugin;
  private final ModuleLayer server;

  private PluginLayer(PluginModules plugin, ModuleLayer server) {
    this.plugin = plugin;
    this.server = server;
  }

  /// Defines the layer.
  ///
  /// @throws java.lang.module.ResolutionException if the modules do not fit each other
  /// @throws LayerInstantiationException if two modules have the same package
  static ModuleLayer.Controller define(PluginModules plugin, ModuleLayer server) {
    PluginLayer layer = new PluginLayer(plugin, server);
    if (plugin.automatic().isEmpty()) {
      return layer.define(plugin.finder());
    }
    ServerLibraries libraries = new ServerLibraries(server.configuration());
    Set<String> hidden = libraries.broughtBy(plugin);
    return hidden.isEmpty()
        ? layer.define(plugin.finder())
        : layer.defineWithout(hidden, libraries);
  }

  private ModuleLayer.Controller define(ModuleFinder finder) {
    // The finder has no copy of the API, whose types the server would not know.
    Configuration configuration =
        server.configuration().resolve(finder, ModuleFinder.of(), plugin.names());
    return ModuleLayer.defineModulesWithOneLoader(
        configuration, List.of(server), ClassLoader.getSystemClassLoader());
  }

  /// Defines the layer without some modules of the server.
  ///
  /// The reads are added afterwards, since descriptors that require each other would be a cycle.
  private ModuleLayer.Controller defineWithout(Set<String> hidden, ServerLibraries libraries) {
    Map<String, ModuleReference> references = new HashMap<>();
    Set<String> automatic = new HashSet<>();
    for (ModuleReference each : plugin.finder().findAll()) {
      ModuleDescriptor descriptor = each.descriptor();
      if (descriptor.isAutomatic()) {
        automatic.add(descriptor.name());
      }
      references.put(
          descriptor.name(),
          descriptor.isAutomatic() ? new OpenReference(each, plugin, libraries) : each);
    }
    ModuleLayer.Controller controller = define(new References(references));
    Set<Module> all = controller.layer().modules();
    for (Module module : all) {
      if (automatic.contains(module.getName())) {
        all.forEach(other -> controller.addReads(module, other));
        server.modules().stream()
            .filter(other -> !hidden.contains(other.getName()))
            .forEach(other -> controller.addReads(module, other));
      } else if (all.stream().anyMatch(o -> automatic.contains(o.getName()) && module.canRead(o))) {
        // A module that requires one automatic module reads all of them.
        all.stream()
            .filter(other -> automatic.contains(other.getName()))
            .forEach(other -> controller.addReads(module, other));
      }
    }
    return controller;
  }

  /// A finder of known modules.
  private record References(Map<String, ModuleReference> all) implements ModuleFinder {

    @Override
    public Optional<ModuleReference> find(String name) {
      return Optional.ofNullable(all.get(name));
    }

    @Override
    public Set<ModuleReference> findAll() {
      return Set.copyOf(all.values());
    }
  }

  /// The jar of an automatic module, as an open module that exports all packages.
  private static final class OpenReference extends ModuleReference {
    private final ModuleReference jar;

    OpenReference(ModuleReference jar, PluginModules plugin, ServerLibraries libraries) {
      super(open(jar.descriptor(), plugin, libraries), jar.location().orElse(null));
      this.jar = jar;
    }

    @Override
    public ModuleReader open() throws IOException {
      return jar.open();
    }

    private static ModuleDescriptor open(
        ModuleDescriptor automatic, PluginModules plugin, ServerLibraries libraries) {
      ModuleDescriptor.Builder builder =
          ModuleDescriptor.newOpenModule(automatic.name()).packages(automatic.packages());
      automatic.packages().forEach(builder::exports);
      automatic.provides().forEach(builder::provides);
      automatic.rawVersion().ifPresent(builder::version);
      // An automatic module may look for any service, which is a class that it names.
      Map<String, String> services = new HashMap<>();
      ClassScan.read(
          plugin.fileOf(automatic.name()),
          (_, to) -> {
            String name = ClassScan.element(to);
            String provider = libraries.moduleOf(ClassScan.packageOf(name));
            if (automatic.packages().contains(ClassScan.packageOf(name))) {
              services.put(name.replace('/', '.'), "java.base");
            } else if (provider != null && PluginModules.isShared(provider)) {
              services.put(name.replace('/', '.'), provider);
            }
          });
      services.keySet().forEach(service -> use(service, builder));
      Set.copyOf(services.values()).forEach(builder::requires);
      return builder.build();
    }

    private static void use(String service, ModuleDescriptor.Builder builder) {
      try {
        builder.uses(service);
      } catch (IllegalArgumentException e) {
        return; // the name of no class of Java, which is no service either
      }
    }
  }
}
