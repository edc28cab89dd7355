package otus.server.app.plugin;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.Provider;
import otus.server.app.config.PluginFiles;

/// A provider with its name and options, which are read from it only once. Immutable.
///
/// @param name name of the provider
/// @param options options that the provider accepts
/// @param provider the provider, which creates handlers or filters
/// @param jar jar that the provider was loaded from, or null if it is part of the server
public record ProviderEntry<T>(
    String name, List<OptionSpec> options, Provider<? extends T> provider, @Nullable Path jar) {

  /// Copies the options and checks the name.
  ///
  /// @throws IllegalArgumentException if the name is invalid
  public ProviderEntry {
    if (name == null || !name.matches("[a-z0-9-]+")) {
      throw new IllegalArgumentException(
          "the name of a provider is of lower-case letters, digits and hyphens, not '"
              + (name + "'"));
    }
    options = List.copyOf(options);
  }

  /// Reads name and options of a provider.
  static <T> ProviderEntry<T> of(Provider<? extends T> provider, @Nullable Path jar) {
    return new ProviderEntry<>(provider.name(), provider.options(), provider, jar);
  }

  /// The origin of the provider, for messages.
  public String place() {
    return jar == null ? "the server itself" : PluginFiles.name(jar);
  }
}
