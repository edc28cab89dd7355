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

/// Makes the filter `rewrite`, which has what is below one path answered as if another had been
/// asked for, or sends the client there.
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
      throw new IllegalArgumentException("a client would be sent on for ever: to is below from");
    }
    return new Redirect(from, to, new Status(Integer.parseInt(options.text("status"))));
  }

  /// The segments of a path that an operator wrote, unescaped.
  private static List<String> segments(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a path begins with a slash: " + path);
    }
    List<String> segments = Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).toList();
    return new UrlPath(segments, true).segments(); // refuses `..`
  }
}
