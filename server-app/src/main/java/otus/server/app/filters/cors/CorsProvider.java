package otus.server.app.filters.cors;

import java.util.List;
import java.util.Set;
import otus.server.api.Filter;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;
import otus.server.app.filters.CommaList;

/// Creates the filter `cors`, which lets pages of other origins read responses; see [Cors]. Called
/// on the main thread.
public final class CorsProvider implements FilterProvider {
  private static final String ANY = "*";

  @Override
  public String name() {
    return "cors";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        option("origins", OptionType.TEXT, "allowed origins, * for all", ANY),
        option("methods", OptionType.TEXT, "allowed methods", "GET, HEAD, POST"),
        option("headers", OptionType.TEXT, "allowed request headers", ANY),
        option(
            "expose",
            OptionType.TEXT,
            "response headers that pages may read",
            "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag"),
        option("credentials", OptionType.FLAG, "allow cookies and passwords", "false"),
        option("max-age", OptionType.DURATION, "time for which browsers cache a preflight", "10m"));
  }

  private static OptionSpec option(String name, OptionType type, String help, String defaultValue) {
    return OptionSpec.of(name, type, help, defaultValue);
  }

  @Override
  public Filter create(ProviderContext context) {
    OptionValues options = context.options();
    boolean credentials = options.flag("credentials");
    boolean any = options.text("origins").strip().equals(ANY);
    if (credentials && any) {
      throw new IllegalArgumentException("credentials need a list of origins, not origins=*");
    }
    Headers.Builder preflight = Headers.builder();
    add("Access-Control-Allow-Methods", list(options, "methods"), preflight);
    add("Access-Control-Allow-Headers", list(options, "headers"), preflight);
    preflight.add(
        "Access-Control-Max-Age", String.valueOf(options.duration("max-age").toSeconds()));
    Headers.Builder actual = Headers.builder();
    add("Access-Control-Expose-Headers", list(options, "expose"), actual);
    Set<String> origins = any ? Set.of() : Origins.of(options.text("origins"));
    return new Cors(any, origins, credentials, preflight.build(), actual.build());
  }

  private static void add(String name, List<String> values, Headers.Builder fields) {
    if (!values.isEmpty()) {
      fields.add(name, String.join(", ", values));
    }
  }

  /// Parses an option that lists names. With credentials `*` is rejected: browsers would take it
  /// for an ordinary name (Fetch standard, "CORS protocol and credentials"), which cannot be meant.
  private static List<String> list(OptionValues options, String option) {
    List<String> names = CommaList.of(options.text(option));
    for (String name : names) {
      if (name.equals(ANY) && options.flag("credentials")) {
        throw new IllegalArgumentException(
            "the option " + option + " must be a list of names, not *, if credentials are allowed");
      }
      try {
        var _ = new Method(name); // checks for a token; field names are tokens, too
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("invalid name in the option " + option + ": " + name, e);
      }
    }
    return names;
  }
}
