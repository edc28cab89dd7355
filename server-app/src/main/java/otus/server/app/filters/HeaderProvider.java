package otus.server.app.filters;

import java.util.List;
import otus.server.api.Filter;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// Makes the filter `header`, which sets one field of every response, or removes it. Called on the
/// main thread; the filter keeps no state.
public final class HeaderProvider implements FilterProvider {
  private static final int FIRST_ERROR = 400;
  private static final Response ANY = Response.of(Status.OK);

  /// For the service loader.
  public HeaderProvider() {}

  @Override
  public String name() {
    return "header";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required("name", OptionType.TEXT, "the name of the field"),
        OptionSpec.of("value", OptionType.TEXT, "its value; without one the field is removed", ""),
        OptionSpec.of(
            "errors", OptionType.FLAG, "whether responses from status 400 on get it too", "true"));
  }

  @Override
  public Filter create(ProviderContext context) {
    OptionValues options = context.options();
    String name = options.text("name");
    String value = options.text("value").strip();
    boolean errors = options.flag("errors");
    boolean vary = name.equalsIgnoreCase("Vary");
    // The API refuses what is no field, and what is the protocol's: now, not with the first answer.
    var _ = ANY.withHeader(name, value);
    if (vary && value.isEmpty()) {
      throw new IllegalArgumentException("the field Vary is not removed: caches depend on it");
    }
    return (request, next) ->
        next.handle(request)
            .map(
                response ->
                    errors || response.status().code() < FIRST_ERROR
                        ? changed(response, name, value, vary)
                        : response);
  }

  private static Response changed(Response response, String name, String value, boolean vary) {
    Headers headers = response.headers();
    if (vary) {
      for (String each : Words.of(value)) {
        headers = Vary.add(headers, each);
      }
    } else {
      headers = value.isEmpty() ? headers.without(name) : headers.with(name, value);
    }
    return new Response(response.status(), headers, response.body());
  }
}
