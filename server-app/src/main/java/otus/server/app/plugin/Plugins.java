package otus.server.app.plugin;

import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolutionException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.Provider;
import otus.server.app.config.PluginDirectory;
import otus.server.app.config.PluginFiles;
import otus.server.app.config.UsageException;

/// Loads plugins. Each becomes a module layer with its own class loader, above the layer of the
/// server, so that two plugins may contain different versions of a library. Main thread only,
/// before a port is open.
///
/// Everything that an invalid plugin throws becomes a [UsageException] with a message of one line.
public final class Plugins {
  private Plugins() {}

  /// Loads the plugins of a directory and adds their providers to the registries.
  ///
  /// @param warnings receives one line per plugin that is skipped
  /// @throws UsageException if a plugin cannot be loaded and the directory is not lenient
  public static void load(
      PluginDirectory directory, Registries registries, Consumer<String> warnings) {
    for (PluginFiles files : directory.plugins()) {
      try {
        registries.add(registries(files));
      } catch (UsageException e) {
        if (!directory.lenient()) {
          throw new UsageException("plugin " + e.getMessage(), e);
        }
        warnings.accept("skipped plugin " + e.getMessage());
      }
    }
  }

  /// Finds the modules that a plugin lacks.
  ///
  /// @return one line per module, with the solution; empty if the plugin lacks no module
  /// @throws UsageException if the jars cannot be read
  public static List<String> lacking(PluginFiles files) {
    ModuleLayer server = Plugins.class.getModule().getLayer();
    List<String> lines = new ArrayList<>();
    List<String> ofJdk = new ArrayList<>();
    for (Map.Entry<String, String> missing :
        PluginModules.read(files, server.configuration()).missing().entrySet()) {
      String module = missing.getKey();
      lines.add(missing.getValue() + " " + PluginFaults.missing(module));
      if (PluginFaults.isOfJdk(module)) {
        ofJdk.add(module);
      }
    }
    if (ofJdk.size() > 1) {
      lines.add("an image with all of them: " + PluginFaults.imageWith(String.join(",", ofJdk)));
    }
    return lines;
  }

  /// Loads one plugin.
  ///
  /// @return the providers of the plugin
  /// @throws UsageException if the plugin cannot be loaded
  public static Registries registries(PluginFiles files) {
    ModuleLayer server = Plugins.class.getModule().getLayer();
    PluginModules modules = PluginModules.read(files, server.configuration());
    for (Map.Entry<String, String> missing : modules.missing().entrySet()) {
      throw new UsageException(missing.getValue() + " " + PluginFaults.missing(missing.getKey()));
    }
    if (modules.providersOf(HandlerProvider.class) + modules.providersOf(FilterProvider.class)
        == 0) {
      throw new UsageException(
          files.name()
              + (" provides no handler and no filter: add to its module-info 'provides "
                  + HandlerProvider.class.getName())
              + " with …', or a file of that name to META-INF/services");
    }
    return registries(files, modules, layer(files, modules, server));
  }

  private static ModuleLayer layer(PluginFiles files, PluginModules modules, ModuleLayer server) {
    try {
      // No finder before the server's: a plugin that contains a copy of the API would otherwise use
      // its own types, which the server does not know.
      Configuration configuration =
          server.configuration().resolve(ModuleFinder.of(), modules.finder(), modules.names());
      return server.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader());
    } catch (ResolutionException | LayerInstantiationException e) {
      throw new UsageException(
          files.name()
              + " has a conflict ("
              + e.getMessage()
              + "): each package belongs to one module",
          e);
    } catch (RuntimeException | Error e) {
      throw new UsageException(files.name() + " " + PluginFaults.failed(e, ""), e);
    }
  }

  private static Registries registries(
      PluginFiles files, PluginModules modules, ModuleLayer layer) {
    Registries registries = Registries.empty();
    PluginContext loader = new PluginContext(layer.findLoader(modules.names().iterator().next()));
    try {
      return loader.call(
          () -> {
            addProviders(HandlerProvider.class, modules, layer, registries.handlers());
            addProviders(FilterProvider.class, modules, layer, registries.filters());
            return registries;
          });
    } catch (Throwable e) {
      String compiled = modules.compiledAgainst(HandlerProvider.class.getModule().getName());
      throw new UsageException(files.name() + " " + PluginFaults.failed(e, compiled), e);
    }
  }

  /// Adds the providers of a layer. The service loader returns them before those of the server's
  /// layer, so this method takes only as many as the modules declare.
  private static <T, P extends Provider<T>> void addProviders(
      Class<P> kind, PluginModules modules, ModuleLayer layer, ProviderRegistry<T> registry) {
    int count = modules.providersOf(kind);
    if (count == 0) {
      return;
    }
    Iterator<P> providers = ServiceLoader.load(layer, kind).iterator();
    for (int i = 0; i < count && providers.hasNext(); i++) {
      P provider = providers.next();
      registry.add(provider, modules.fileOf(provider.getClass().getModule().getName()));
    }
  }
}
