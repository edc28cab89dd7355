package otus.server.app.filters.headers;

import java.util.List;
import otus.server.api.Filter;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// Creates the filter `security-headers`, which adds header fields that suit almost any site.
/// Fields of the handler are kept, since the handler knows its page. Called on the main thread; the
/// filter has no state.
///
/// Fields that depend on the site are not included: a policy for scripts, `Permissions-Policy`, and
/// `Strict-Transport-Security`, which the filter `hsts` sets.
public final class SecurityHeadersProvider implements FilterProvider {

  @Override
  public String name() {
    return "security-headers";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.of(
            "frames",
            OptionType.oneOf("same-origin", "none", "any"),
            "pages that may embed these in a frame",
            "same-origin"),
        OptionSpec.of(
            "referrer",
            OptionType.TEXT,
            "value of Referrer-Policy",
            "strict-origin-when-cross-origin"));
  }

  @Override
  public Filter create(ProviderContext context) {
    Headers defaults = defaults(context.options());
    return (request, next) -> next.handle(request).map(response -> completed(response, defaults));
  }

  private static Headers defaults(OptionValues options) {
    Headers.Builder fields = Headers.builder();
    fields.add("X-Content-Type-Options", "nosniff");
    fields.add("Referrer-Policy", options.text("referrer"));
    // Both fields: browsers that know frame-ancestors ignore the older one.
    switch (options.text("frames")) {
      case "same-origin" ->
          fields
              .add("X-Frame-Options", "SAMEORIGIN")
              .add("Content-Security-Policy", "frame-ancestors 'self'");
      case "none" ->
          fields
              .add("X-Frame-Options", "DENY")
              .add("Content-Security-Policy", "frame-ancestors 'none'");
      default -> {
        // without these fields any page may show this one in a frame
      }
    }
    return fields.build();
  }

  private static Response completed(Response response, Headers defaults) {
    Headers headers = response.headers();
    for (int i = 0; i < defaults.size(); i++) {
      if (!headers.has(defaults.name(i))) {
        headers = headers.with(defaults.name(i), defaults.value(i));
      }
    }
    return headers == response.headers()
        ? response
        : new Response(response.status(), headers, response.body());
  }
}
