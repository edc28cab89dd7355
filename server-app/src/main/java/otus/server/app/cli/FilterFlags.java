package otus.server.app.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import otus.server.app.config.Mount;
import otus.server.app.config.ProviderSpec;
import otus.server.app.config.UsageException;

/// Turns flags into filters: first the flags of built-in filters, in a fixed order, then
/// `--filter`, in the order of the command line. For the fixed order see ADR 13. One thread.
final class FilterFlags {
  private final ParsedArgs parsed;
  private final List<Mount> filters = new ArrayList<>();

  private FilterFlags(ParsedArgs parsed) {
    this.parsed = parsed;
  }

  /// Returns the filters of a command line, the outermost first.
  ///
  /// @throws UsageException if a value is invalid
  static List<Mount> filters(ParsedArgs parsed) {
    return filters(parsed, new TlsFlags(parsed));
  }

  /// Returns the filters of a site.
  ///
  /// @param tls the flags of the server for TLS
  static List<Mount> filters(ParsedArgs parsed, TlsFlags tls) {
    FilterFlags flags = new FilterFlags(parsed);
    flags.headers();
    for (String time : parsed.all(Flag.HSTS)) {
      flags.add(Flag.HSTS, "hsts", hsts(time));
    }
    for (String port : parsed.all(Flag.HTTPS_REDIRECT)) {
      String known = port.isEmpty() ? String.valueOf(tls.httpsPort()) : port;
      flags.add(Flag.HTTPS_REDIRECT, "https-redirect", Map.of("port", known));
    }
    for (String words : parsed.all(Flag.SECURITY_HEADERS)) {
      flags.add(Flag.SECURITY_HEADERS, "security-headers", flags.securityHeaders(words));
    }
    for (String origins : parsed.all(Flag.CORS)) {
      flags.add(Flag.CORS, "cors", origins.isEmpty() ? Map.of() : Map.of("origins", origins));
    }
    if (parsed.has(Flag.COMPRESS)) {
      flags.add(Flag.COMPRESS, "compress", Map.of());
    }
    flags.errorPages();
    for (String file : parsed.all(Flag.AUTH_FILE)) {
      flags.add(Flag.AUTH_FILE, "auth", Map.of("file", file));
    }
    for (String word : parsed.all(Flag.FILTER)) {
      flags.filters.add(Mount.ofFilter(word, parsed.place(Flag.FILTER)));
    }
    return List.copyOf(flags.filters);
  }

  /// Splits a value such as `365d,subdomains,preload`.
  private static Map<String, String> hsts(String value) {
    Map<String, String> options = new HashMap<>();
    for (String word : value.split(",", -1)) {
      if (options.isEmpty()) {
        options.put("max-age", word);
      } else {
        options.put(word, "true");
      }
    }
    return options;
  }

  /// Splits a value such as `csp,hsts`.
  private Map<String, String> securityHeaders(String value) {
    Map<String, String> options = new HashMap<>();
    for (String word : value.isEmpty() ? new String[0] : value.split(",", -1)) {
      if (!word.equals("csp") && !word.equals("hsts")) {
        throw new UsageException(
            parsed.place(Flag.SECURITY_HEADERS) + " adds csp or hsts, not '" + word + "'");
      }
      options.put(word, "true");
    }
    return options;
  }

  private void headers() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    String place = parsed.place(Flag.HEADER);
    for (String word : parsed.all(Flag.HEADER)) {
      int colon = word.indexOf(':');
      if (colon <= 0) {
        throw new UsageException(place + " must be 'Name: value', not '" + word + "'");
      }
      String name = word.substring(0, colon);
      String value = word.substring(colon + 1).strip();
      Map<String, String> options =
          names.add(name) || value.isEmpty()
              ? Map.of("name", name, "value", value)
              : Map.of("name", name, "value", value, "add", "true");
      // The first flag becomes the innermost filter, so its field precedes those of later flags.
      filters.addFirst(
          new Mount(List.of(), new ProviderSpec("header", options), place + " " + name));
    }
  }

  /// Pages for a single status go inside those for a range, so they win if both match.
  private void errorPages() {
    List<String> pages = parsed.all(Flag.ERROR_PAGE);
    String place = parsed.place(Flag.ERROR_PAGE);
    for (boolean range : new boolean[] {true, false}) {
      for (String word : pages) {
        int sign = word.indexOf('=');
        if (sign <= 0) {
          throw new UsageException(place + " must be CODE=FILE, not '" + word + "'");
        }
        String code = word.substring(0, sign);
        if (code.endsWith("xx") == range) {
          Map<String, String> options = Map.of("code", code, "file", word.substring(sign + 1));
          add(place + " " + code, "error-page", options);
        }
      }
    }
  }

  private void add(Flag flag, String filter, Map<String, String> options) {
    add(parsed.place(flag), filter, options);
  }

  private void add(String where, String filter, Map<String, String> options) {
    filters.add(new Mount(List.of(), new ProviderSpec(filter, options), where));
  }
}
