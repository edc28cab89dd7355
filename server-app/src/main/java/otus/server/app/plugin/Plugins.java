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

/// Loads plugins: each becomes a module layer with a class loader of its own above the layer of the
/// server, so that two plugins may bring different versions of a library along. Main thread only,
/// before a port is open.
///
/// What a plugin is may be wrong in many ways, and none may end in more than one line: whatever it
/// throws becomes a [UsageException].
public final class Plugins {
  private Plugins() {}

  /// Adds what the plugins of a folder provide.
  ///
  /// @param complaints is told, in one line each, of the plugins that are left out
  /// @throws UsageException if one cannot be loaded and none may be left out
  public static void load(
      PluginDirectory directory, Registries registries, Consumer<String> complaints) {
    for (PluginFiles files : directory.plugins()) {
      try {
        registries.add(registries(files));
      } catch (UsageException e) {
        if (!directory.lenient()) {
          throw new UsageException("plugin " + e.getMessage(), e);
        }
        complaints.accept("skipped plugin " + e.getMessage());
      }
    }
  }

  /// The modules that one plugin lacks, each with what to do, in a line.
  ///
  /// @throws UsageException if its jars cannot be read
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
  /// @throws UsageException if it cannot be loaded
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
      // Nothing before the server's own: a plugin that comes with a copy of the API would else have
      // types of its own, and provide nothing.
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
            entry(HandlerProvider.class, modules, layer, registries.handlers());
            entry(FilterProvider.class, modules, layer, registries.filters());
            return registries;
          });
    } catch (Throwable e) {
      String compiled = modules.compiledAgainst(HandlerProvider.class.getModule().getName());
      throw new UsageException(files.name() + " " + PluginFaults.failed(e, compiled), e);
    }
  }

  /// Asks for the providers of the layer itself: the loader looks there before it goes on to the
  /// layer of the server, whose providers are known, so their number says when to stop.
  private static <T, P extends Provider<T>> void entry(
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
