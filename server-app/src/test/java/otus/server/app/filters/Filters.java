package otus.server.app.filters;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import otus.server.api.spi.FilterProvider;

/// Creates filters of a provider, and closes them after the test.
public final class Filters implements AfterEachCallback {
  private final FilterProvider provider;
  private final List<Made> made = new ArrayList<>();

  public Filters(FilterProvider provider) {
    this.provider = provider;
  }

  public Made filter(String... options) {
    Made filter = Made.filter(provider, options);
    made.add(filter);
    return filter;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    made.forEach(Made::close);
  }
}
