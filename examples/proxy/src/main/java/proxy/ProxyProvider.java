package proxy;

import java.net.URI;
import java.util.List;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// Provides the handler `proxy`.
public final class ProxyProvider implements HandlerProvider {

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required("to", OptionType.TEXT, "URL of the upstream server"),
        OptionSpec.of("connections", OptionType.COUNT, "connections to it", "256"),
        OptionSpec.of("timeout", OptionType.DURATION, "wait for it, and its parts", "30s"));
  }

  @Override
  public Handler create(ProviderContext context) {
    OptionValues options = context.options();
    String to = options.text("to").replaceFirst("/$", "");
    URI uri = URI.create(to);
    if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException("the option to is a URL with http or https");
    }
    if (options.count("connections") < 1) {
      throw new IllegalArgumentException("the option connections is at least 1");
    }
    return new Proxy(to, options.duration("timeout"), options.count("connections"));
  }
}
