package otus.server.app.admin;

import java.util.List;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.ProviderContext;

/// Creates the handler `admin`, which serves the pages of operators on a port of the server. It has
/// no authentication of its own. `Main` creates it with the monitor, so the service loader cannot.
public final class AdminProvider implements HandlerProvider {
  /// The name of the provider.
  public static final String NAME = "admin";

  private final Monitor monitor;

  /// @param monitor the state that the pages show
  public AdminProvider(Monitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of();
  }

  @Override
  public Handler create(ProviderContext context) {
    AdminHandler handler = new AdminHandler(monitor);
    context.onStop(handler::end);
    return handler;
  }
}
