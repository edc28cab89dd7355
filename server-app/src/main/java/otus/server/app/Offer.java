package otus.server.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.HandlerProvider;

/// A provider and where it is from.
///
/// @param name asked of the provider once
/// @param provider makes handlers
/// @param jar what it was loaded from, or null if it is part of the server
record Offer(String name, HandlerProvider provider, @Nullable Path jar) {

  /// Where messages say it is.
  String place() {
    return jar == null ? "the server itself" : PluginFiles.name(jar);
  }
}
