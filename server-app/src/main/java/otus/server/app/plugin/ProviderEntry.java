package otus.server.app.plugin;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.Provider;
import otus.server.app.config.PluginFiles;

/// A provider, what it said of itself when it was asked, once, and where it is from.
///
/// @param name what it is called
/// @param options what it understands
/// @param provider makes handlers, or filters
/// @param jar what it was loaded from, or null if it is part of the server
public record ProviderEntry<T>(
    String name, List<OptionSpec> options, Provider<? extends T> provider, @Nullable Path jar) {

  /// Takes a copy, and checks the name.
  public ProviderEntry {
    if (name == null || !name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "the name of a provider is of lower-case letters, digits and hyphens, not '"
              + (name + "'"));
    }
    options = List.copyOf(options);
  }

  /// Asks a provider.
  static <T> ProviderEntry<T> of(Provider<? extends T> provider, @Nullable Path jar) {
    return new ProviderEntry<>(provider.name(), provider.options(), provider, jar);
  }

  /// Where messages say it is.
  public String place() {
    return jar == null ? "the server itself" : PluginFiles.name(jar);
  }
}
