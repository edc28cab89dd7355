package otus.server.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import otus.server.app.config.Mount;
import otus.server.app.config.ProviderSpec;
import otus.server.app.config.UsageException;

/// The filters a command line asks for: those that flags of their own stand for, in an order that
/// is right, then those of `--filter`, in the order given. Why it is right: ADR 13. Pure.
final class FilterFlags {
  private final ParsedArgs parsed;
  private final List<Mount> filters = new ArrayList<>();

  private FilterFlags(ParsedArgs parsed) {
    this.parsed = parsed;
  }

  /// The filters, the outermost first.
  ///
  /// @throws UsageException if a word means nothing
  static List<Mount> filters(ParsedArgs parsed) {
    FilterFlags flags = new FilterFlags(parsed);
    flags.headers();
    flags.cors();
    flags.compress();
    flags.errorPages();
    flags.auth();
    for (String word : parsed.all(Flag.FILTER)) {
      flags.filters.add(Mount.ofFilter(word));
    }
    return List.copyOf(flags.filters);
  }

  private void headers() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    // With --explain these are fields of the request, see Arguments.
    for (String word : parsed.has(Flag.EXPLAIN) ? List.<String>of() : parsed.all(Flag.HEADER)) {
      int colon = word.indexOf(':');
      if (colon <= 0) {
        throw new UsageException("--header must be 'Name: value', not '" + word + "'");
      }
      String name = word.substring(0, colon);
      String value = word.substring(colon + 1).strip();
      Map<String, String> options =
          names.add(name) || value.isEmpty()
              ? Map.of("name", name, "value", value)
              : Map.of("name", name, "value", value, "add", "true");
      // What was given first is done first, and so stands before what is added.
      filters.addFirst(
          new Mount(List.of(), new ProviderSpec("header", options), "--header " + name));
    }
    if (parsed.has(Flag.SECURITY_HEADERS)) {
      add("--security-headers", "security-headers", Map.of());
    }
  }

  private void cors() {
    for (String origins : parsed.all(Flag.CORS)) {
      add("--cors", "cors", origins.isEmpty() ? Map.of() : Map.of("origins", origins));
    }
  }

  private void compress() {
    if (parsed.has(Flag.COMPRESS)) {
      add("--compress", "compress", Map.of());
    }
  }

  /// Of two that fit, the inner one comes first: that for a single status.
  private void errorPages() {
    List<String> pages = parsed.all(Flag.ERROR_PAGE);
    for (boolean range : new boolean[] {true, false}) {
      for (String word : pages) {
        int sign = word.indexOf('=');
        if (sign <= 0) {
          throw new UsageException("--error-page must be CODE=FILE, not '" + word + "'");
        }
        String code = word.substring(0, sign);
        if (code.endsWith("xx") == range) {
          Map<String, String> options = Map.of("code", code, "file", word.substring(sign + 1));
          add("--error-page " + code, "error-page", options);
        }
      }
    }
  }

  private void auth() {
    for (String file : parsed.all(Flag.AUTH_FILE)) {
      add("--auth-file", "auth", Map.of("file", file));
    }
  }

  private void add(String where, String filter, Map<String, String> options) {
    filters.add(new Mount(List.of(), new ProviderSpec(filter, options), where));
  }
}
