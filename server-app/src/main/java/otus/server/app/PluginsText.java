package otus.server.app;

import java.lang.module.ModuleDescriptor;
import java.util.List;
import otus.server.api.spi.OptionSpec;

/// What `otus-server plugins` says of the providers there are. Pure.
final class PluginsText {

  private PluginsText() {}

  /// Each provider with its module, version, source and options.
  static String list(List<Offer> offers) {
    if (offers.isEmpty()) {
      return "There are no handlers.\n";
    }
    StringBuilder text = new StringBuilder();
    for (Offer offer : offers) {
      text.append(offer.name()).append("   ").append(module(offer)).append(", ");
      text.append(offer.jar() == null ? "part of the server" : offer.jar()).append('\n');
      for (OptionSpec option : offer.options()) {
        String standard = option.standard();
        text.append("    ").append(option.name()).append('=');
        text.append(standard == null ? "   (has to be given)" : standard);
        text.append("   ").append(option.help()).append('\n');
      }
    }
    return text.toString();
  }

  /// That a plugin would load.
  static String fits(PluginFiles files, List<Offer> offers) {
    String names = String.join(", ", offers.stream().map(Offer::name).toList());
    return files.name() + " would load; it provides " + names + "\n" + list(offers);
  }

  private static String module(Offer offer) {
    Module module = offer.provider().getClass().getModule();
    ModuleDescriptor descriptor = module.getDescriptor();
    String version = descriptor == null ? "" : descriptor.rawVersion().orElse("");
    return module.getName() + (version.isEmpty() ? " (unversioned)" : " " + version);
  }
}
