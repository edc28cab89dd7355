package otus.server.app.plugin;

import java.lang.module.ModuleDescriptor;
import java.util.ArrayList;
import java.util.List;
import otus.server.api.spi.OptionSpec;
import otus.server.app.config.PluginFiles;

/// What `otus-server plugins` says of the providers there are. Pure.
public final class PluginsText {

  private PluginsText() {}

  /// Each provider with its kind, module, version, source and options.
  public static String list(Catalog catalog) {
    StringBuilder text = new StringBuilder();
    add("handler", catalog.handlers(), text);
    add("filter", catalog.filters(), text);
    return text.isEmpty() ? "There are no handlers.\n" : text.toString();
  }

  private static <T> void add(String kind, Offers<T> offers, StringBuilder text) {
    for (Offer<T> offer : offers.all()) {
      text.append(offer.name()).append("   ").append(kind).append(" of ").append(module(offer));
      text.append(", ").append(offer.jar() == null ? "built in" : offer.jar());
      text.append('\n');
      for (OptionSpec option : offer.options()) {
        String standard = option.standard();
        text.append("    ").append(option.name()).append('=');
        text.append(standard == null ? "   (required)" : standard);
        text.append("   ").append(option.type().label()).append(": ");
        text.append(option.help()).append('\n');
      }
    }
  }

  /// That a plugin would load.
  public static String fits(PluginFiles files, Catalog plugin) {
    List<String> names = new ArrayList<>();
    plugin.handlers().all().forEach(offer -> names.add(offer.name()));
    plugin.filters().all().forEach(offer -> names.add(offer.name()));
    String provides = String.join(", ", names);
    return files.name() + " would load; it provides " + provides + "\n" + list(plugin);
  }

  private static String module(Offer<?> offer) {
    Module module = offer.provider().getClass().getModule();
    ModuleDescriptor descriptor = module.getDescriptor();
    String version = descriptor == null ? "" : descriptor.rawVersion().orElse("");
    return module.getName() + (version.isEmpty() ? " (unversioned)" : " " + version);
  }
}
