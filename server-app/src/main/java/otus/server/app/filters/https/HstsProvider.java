package otus.server.app.filters.https;

import java.time.Duration;
import java.util.List;
import otus.server.api.Filter;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// Creates the filter `hsts`, which sets Strict-Transport-Security (RFC 6797) in responses over
/// HTTPS. Called on the main thread; the filter has no state.
public final class HstsProvider implements FilterProvider {
  private static final String HEADER = "Strict-Transport-Security";

  /// The lists of browsers take no host with less.
  private static final Duration MIN_PRELOAD = Duration.ofDays(365);

  @Override
  public String name() {
    return "hsts";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required(
            "max-age", OptionType.DURATION, "time for which browsers use only HTTPS"),
        OptionSpec.of("subdomains", OptionType.FLAG, "apply to all names below, too", "false"),
        OptionSpec.of("preload", OptionType.FLAG, "allow the lists of browsers", "false"));
  }

  @Override
  public Filter create(ProviderContext context) {
    OptionValues options = context.options();
    Duration time = options.duration("max-age");
    boolean subdomains = options.flag("subdomains");
    boolean preload = options.flag("preload");
    if (preload && (!subdomains || time.compareTo(MIN_PRELOAD) < 0)) {
      throw new IllegalArgumentException("preload needs 365d and subdomains");
    }
    String value =
        "max-age="
            + time.toSeconds()
            + (subdomains ? "; includeSubDomains" : "")
            + (preload ? "; preload" : "");
    return (request, next) ->
        // RFC 6797 §7.2: not over HTTP.
        request.scheme().equals("https")
            ? next.handle(request).map(response -> response.withHeader(HEADER, value))
            : next.handle(request);
  }
}
