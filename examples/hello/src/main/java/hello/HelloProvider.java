package hello;

import java.util.List;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;

/// Provides the handler `hello`, which greets the name in the first segment of the path.
public final class HelloProvider implements HandlerProvider {

  @Override
  public String name() {
    return "hello";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OptionSpec.of("greeting", OptionType.TEXT, "text before the name", "Hello"));
  }

  @Override
  public Handler create(ProviderContext context) {
    String greeting = context.options().text("greeting");
    return request -> {
      List<String> path = request.target().path().segments();
      String name = path.isEmpty() ? "world" : path.get(0);
      return Response.text(Status.OK, greeting + ", " + name + "!\n");
    };
  }
}
