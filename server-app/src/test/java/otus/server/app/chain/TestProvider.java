package otus.server.app.chain;

import java.util.List;
import java.util.function.Function;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;
import otus.server.app.plugin.Registries;

/// A provider whose handlers a test creates. It accepts the options of the default mount and of
/// the training.
public record TestProvider(String name, Function<ProviderContext, Handler> maker)
    implements HandlerProvider {
  public static final Response OK = Response.of(Status.OK);

  /// Returns registries with one handler, which takes the place of the static handler.
  public static Registries inPlaceOfStatic(Function<ProviderContext, Handler> maker) {
    return Registries.of(List.of(new TestProvider("static", maker)), List.of());
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of("a", OptionType.TEXT, "", "default"),
        OptionSpec.of("root", OptionType.TEXT, "", ""),
        OptionSpec.of("hidden", OptionType.TEXT, "", ""),
        OptionSpec.of("listing", OptionType.TEXT, "", ""),
        OptionSpec.of("not-found", OptionType.TEXT, "", ""));
  }

  @Override
  public Handler create(ProviderContext context) {
    return maker.apply(context);
  }
}
