package otus.server.app.plugin;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import otus.server.api.spi.OptionSpec;
import otus.server.app.config.PluginFiles;

/// The output of `otus-server plugins` and `otus-server plugins check`. Pure.
public final class PluginsText {

  private PluginsText() {}

  /// Each provider with its kind, module, version, source and options.
  public static String list(Registries registries) {
    StringBuilder text = new StringBuilder();
    add("handler", registries.handlers(), text);
    add("filter", registries.filters(), text);
    return text.isEmpty() ? "There are no handlers.\n" : text.toString();
  }

  private static <T> void add(String kind, ProviderRegistry<T> registry, StringBuilder text) {
    for (ProviderEntry<T> entry : registry.all()) {
      text.append(entry.name()).append("   ").append(kind).append(" of ").append(module(entry));
      text.append(", ").append(entry.jar() == null ? "built in" : entry.jar());
      text.append('\n');
      for (OptionSpec option : entry.options()) {
        String defaultValue = option.defaultValue();
        text.append("    ").append(option.name()).append('=');
        text.append(defaultValue == null ? "   (required)" : defaultValue);
        text.append("   ").append(option.type().label()).append(": ");
        text.append(option.help()).append('\n');
      }
    }
  }

  /// The text for a plugin that can be loaded, with its providers.
  ///
  /// @param notes further lines
  public static String fits(PluginFiles files, Registries plugin, List<String> notes) {
    List<String> names = new ArrayList<>();
    plugin.handlers().all().forEach(entry -> names.add(entry.name()));
    plugin.filters().all().forEach(entry -> names.add(entry.name()));
    String provides = String.join(", ", names);
    StringBuilder text = new StringBuilder();
    text.append(files.name()).append(" would load; it provides ").append(provides).append('\n');
    text.append(list(plugin));
    notes.forEach(note -> text.append(note).append('\n'));
    text.append("No handler or filter was created yet: 'otus-server check', with the flags of the")
        .append(" server, does that, too.\n");
    return text.toString();
  }

  private static String module(ProviderEntry<?> entry) {
    Module module = entry.provider().getClass().getModule();
    ModuleDescriptor descriptor = module.getDescriptor();
    String version = descriptor == null ? "" : descriptor.rawVersion().orElse("");
    return module.getName() + (version.isEmpty() ? " (unversioned)" : " " + version);
  }
}
