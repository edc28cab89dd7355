package rewrite;

import java.util.Arrays;
import java.util.List;
import otus.server.api.Filter;
import otus.server.api.Status;
import otus.server.api.UrlPath;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// Provides the filter `rewrite`, which serves the paths below a prefix from another prefix, or
/// redirects the client there.
public final class RewriteProvider implements FilterProvider {
  private static final String NONE = "none";

  @Override
  public String name() {
    return "rewrite";
  }

  @Override
  public List<OptionSpec> options() {
    OptionType statuses = OptionType.oneOf(NONE, "301", "302", "307", "308");
    return List.of(
        OptionSpec.required("from", OptionType.TEXT, "path prefix to replace, such as /old"),
        OptionSpec.required("to", OptionType.TEXT, "new path prefix, such as /new"),
        OptionSpec.of(
            "status", statuses, "status of the redirect; none to rewrite internally", NONE));
  }

  @Override
  public Filter create(ProviderContext context) {
    OptionValues options = context.options();
    List<String> from = segments(options.text("from"));
    List<String> to = segments(options.text("to"));
    if (options.text("status").equals(NONE)) {
      return new Rewrite(from, to);
    }
    if (to.size() >= from.size() && to.subList(0, from.size()).equals(from)) {
      throw new IllegalArgumentException("the redirect would loop: to is below from");
    }
    return new Redirect(from, to, new Status(Integer.parseInt(options.text("status"))));
  }

  /// Returns the segments of a path that is written without percent-encoding.
  private static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash: " + path);
    }
    List<String> segments = Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).toList();
    return new UrlPath(segments, true).segments(); // rejects `..`
  }
}
