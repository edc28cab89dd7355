package otus.server.app.plugin;

import java.lang.System.Logger.Level;
import java.lang.module.Configuration;
import java.lang.module.ResolutionException;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import otus.server.api.fields.LogValue;
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
    Set<String> nativeAccess = new TreeSet<>(directory.nativeAccess());
    for (PluginFiles files : directory.plugins()) {
      // The JDK's cache of jars would keep a former version of a jar, and its descriptor, when a
      // library reads a resource by its URL.
      URLConnection.setDefaultUseCaches("jar", false);
      try {
        registries.add(registries(files, nativeAccess, Plugins::logServerLibrary));
      } catch (UsageException e) {
        report(directory, "plugin " + e.getMessage(), "skipped plugin " + e.getMessage(), warnings);
      }
    }
    if (!nativeAccess.isEmpty()) {
      String message =
          "--plugin-native-access: no plugin has the module " + String.join(", ", nativeAccess);
      report(directory, message, message, warnings);
    }
  }

  private static void report(
      PluginDirectory directory, String fault, String skipped, Consumer<String> warnings) {
    if (!directory.lenient()) {
      throw new UsageException(fault);
    }
    warnings.accept(skipped);
  }

  /// Finds the modules that a plugin lacks.
  ///
  /// @return one line per module, with the solution, or one that names the directory to be checked
  ///     instead; empty if the plugin lacks no module
  /// @throws UsageException if the jars cannot be read
  public static List<String> lacking(PluginFiles files) {
    ModuleLayer server = Plugins.class.getModule().getLayer();
    PluginModules modules = PluginModules.read(files, server.configuration());
    boolean complete =
        modules.missing().isEmpty()
            && ServerLibraries.requiredBy(modules).isEmpty()
            && !modules.ofProviders().isEmpty();
    String check = complete ? null : FlatJars.check(files);
    if (check != null) {
      return List.of(check);
    }
    List<String> lines = new ArrayList<>();
    List<String> ofJdk = new ArrayList<>();
    for (Map.Entry<String, String> missing : modules.missing().entrySet()) {
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

  /// Finds the modules to which a plugin refers although it may not have them elsewhere: those of
  /// the JDK that the runtime image lacks and that it does not require, which only automatic
  /// modules can, and the libraries that the server has for itself. A library may work without the
  /// former.
  ///
  /// @return lines that name jars and modules; empty if there are none
  /// @throws UsageException if the jars cannot be read
  public static List<String> references(PluginFiles files) {
    Configuration server = Plugins.class.getModule().getLayer().configuration();
    PluginModules modules = PluginModules.read(files, server);
    List<String> lines = new ArrayList<>();
    lines.addAll(JdkReferences.of(files, modules.automatic(), JdkPackages.ofThisImage()));
    lines.addAll(new ServerLibraries(server).notes(files, modules));
    return lines;
  }

  /// Loads one plugin.
  ///
  /// @return the providers of the plugin
  /// @throws UsageException if the plugin cannot be loaded
  public static Registries registries(PluginFiles files) {
    return registries(files, new TreeSet<>(), (_, _) -> {}); // [#references] returns these
  }

  /// @param nativeAccess names of modules that may call native code; those of this plugin are
  ///     removed
  /// @param onLibrary receives each library of the server that the plugin requires, with its jar
  private static Registries registries(
      PluginFiles files, Set<String> nativeAccess, BiConsumer<String, String> onLibrary) {
    ModuleLayer server = Plugins.class.getModule().getLayer();
    PluginModules modules = PluginModules.read(files, server.configuration());
    Map<String, String> missing = modules.missing();
    if (!missing.isEmpty() || modules.ofProviders().isEmpty()) {
      String move = FlatJars.move(files);
      throw new UsageException(move != null ? move : incomplete(files, modules, missing));
    }
    ServerLibraries.requiredBy(modules).forEach(onLibrary);
    ModuleLayer.Controller layer = layer(files, modules, server);
    for (String name : modules.names()) {
      if (nativeAccess.remove(name)) {
        enableNativeAccess(layer, name);
      }
    }
    return registries(files, modules, layer.layer());
  }

  private static void logServerLibrary(String library, String jar) {
    System.getLogger(Plugins.class.getName())
        .log(
            Level.INFO,
            ("event=server-library-used jar=" + LogValue.of(jar) + " module=" + library)
                + (" solution=\"put the library's own jars into the plugin's directory\""));
  }

  @SuppressWarnings("restricted") // the operator has named the module
  private static void enableNativeAccess(ModuleLayer.Controller layer, String name) {
    layer.layer().findModule(name).ifPresent(layer::enableNativeAccess);
  }

  private static String incomplete(
      PluginFiles files, PluginModules modules, Map<String, String> missing) {
    for (Map.Entry<String, String> first : missing.entrySet()) {
      return first.getValue() + " " + PluginFaults.missing(first.getKey());
    }
    return files.name() + " " + withoutProvider(files, modules);
  }

  private static String withoutProvider(PluginFiles files, PluginModules modules) {
    return files.isDirectory() || modules.usesApi()
        ? "provides no handler and no filter: add to its module-info 'provides "
            + HandlerProvider.class.getName()
            + " with …', or a file of that name to META-INF/services"
        : "is a library, since it does not use the API of the server: move it and the jar of its"
            + " plugin into a subdirectory of the plugin directory";
  }

  private static ModuleLayer.Controller layer(
      PluginFiles files, PluginModules modules, ModuleLayer server) {
    try {
      return PluginLayer.define(modules, server);
    } catch (ResolutionException | LayerInstantiationException e) {
      String conflict = new ServerLibraries(server.configuration()).conflict(modules);
      throw new UsageException(
          conflict != null
              ? conflict
              : files.name()
                  + (" has a conflict (" + e.getMessage())
                  + "): each package belongs to one module",
          e);
    } catch (RuntimeException | Error e) {
      throw new UsageException(files.name() + " " + PluginFaults.failed(e, "", Set.of()), e);
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
      PluginFaults.log(files.name(), e);
      throw new UsageException(
          files.name() + " " + PluginFaults.failed(e, compiled, modules.ofProviders()), e);
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
