package otus.server.app.filters;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import otus.server.api.spi.FilterProvider;

/// Creates filters of a provider, and closes them after the test.
public final class TestFilters implements AfterEachCallback {
  private final FilterProvider provider;
  private final List<TestFilter> made = new ArrayList<>();

  public TestFilters(FilterProvider provider) {
    this.provider = provider;
  }

  public TestFilter filter(String... options) {
    TestFilter filter = TestFilter.filter(provider, options);
    made.add(filter);
    return filter;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    made.forEach(TestFilter::close);
  }
}
