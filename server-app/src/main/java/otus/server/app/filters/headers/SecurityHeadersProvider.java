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
/// Fields that depend on the site are added by choice: a policy for all content, which breaks pages
/// with scripts or styles inside or from elsewhere, and `Strict-Transport-Security` over HTTPS,
/// which browsers do not forget. `Permissions-Policy` is never added.
public final class SecurityHeadersProvider implements FilterProvider {
  private static final String POLICY = "Content-Security-Policy";

  /// `data:` because build tools put small images and fonts into scripts and style sheets.
  private static final String OWN_CONTENT =
      "default-src 'self'; img-src 'self' data:; font-src 'self' data:; object-src 'none';"
          + " base-uri 'self'; form-action 'self'";

  private static final String YEAR = "max-age=31536000";

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
            "strict-origin-when-cross-origin"),
        OptionSpec.of(
            "csp",
            OptionType.FLAG,
            "allow only content of this origin (CSP), and no inline",
            "false"),
        OptionSpec.of(
            "hsts", OptionType.FLAG, "let browsers use only HTTPS for a year (HSTS)", "false"));
  }

  @Override
  public Filter create(ProviderContext context) {
    Headers defaults = defaults(context.options());
    Headers encrypted =
        context.options().flag("hsts")
            ? defaults.with("Strict-Transport-Security", YEAR)
            : defaults;
    return (request, next) -> {
      // RFC 6797 §7.2: not over HTTP.
      Headers added = request.scheme().equals("https") ? encrypted : defaults;
      return next.handle(request).map(response -> completed(response, added));
    };
  }

  private static Headers defaults(OptionValues options) {
    Headers.Builder fields = Headers.builder();
    fields.add("X-Content-Type-Options", "nosniff");
    fields.add("Referrer-Policy", options.text("referrer"));
    String content = options.flag("csp") ? OWN_CONTENT : "";
    // Both fields: browsers that know frame-ancestors ignore the older one.
    switch (options.text("frames")) {
      case "same-origin" ->
          fields
              .add("X-Frame-Options", "SAMEORIGIN")
              .add(POLICY, joined(content, "frame-ancestors 'self'"));
      case "none" ->
          fields
              .add("X-Frame-Options", "DENY")
              .add(POLICY, joined(content, "frame-ancestors 'none'"));
      default -> {
        // Without frame-ancestors any page may show this one in a frame.
        if (!content.isEmpty()) {
          fields.add(POLICY, content);
        }
      }
    }
    return fields.build();
  }

  private static String joined(String content, String frames) {
    return content.isEmpty() ? frames : content + "; " + frames;
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
