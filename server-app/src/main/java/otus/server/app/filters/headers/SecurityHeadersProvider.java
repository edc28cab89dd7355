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

/// Makes the filter `security-headers`, which gives every response the fields that are right for
/// almost any site. A field that is there already stays: whoever set it knows the page. Called on
/// the main thread; the filter keeps no state.
///
/// Not among them is what only the operator can know: a policy for scripts, `Permissions-Policy`,
/// and `Strict-Transport-Security`, which is for whoever ends TLS.
public final class SecurityHeadersProvider implements FilterProvider {

  /// For the service loader.
  public SecurityHeadersProvider() {}

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
    Headers requested = requested(context.options());
    return (request, next) -> next.handle(request).map(response -> completed(response, requested));
  }

  private static Headers requested(OptionValues options) {
    Headers.Builder fields = Headers.builder();
    fields.add("X-Content-Type-Options", "nosniff");
    fields.add("Referrer-Policy", options.text("referrer"));
    // Both: browsers that know frame-ancestors ignore the older field.
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
        // the field is what forbids; without it any page may
      }
    }
    return fields.build();
  }

  private static Response completed(Response response, Headers requested) {
    Headers headers = response.headers();
    for (int i = 0; i < requested.size(); i++) {
      if (!headers.has(requested.name(i))) {
        headers = headers.with(requested.name(i), requested.value(i));
      }
    }
    return headers == response.headers()
        ? response
        : new Response(response.status(), headers, response.body());
  }
}
