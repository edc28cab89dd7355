package otus.server.app.filters.auth;

import java.util.List;
import otus.server.api.Filter;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;
import otus.server.app.filters.WorkerPool;

/// Creates the filter `auth`, which requires a user name and password; see [BasicAuth]. Called on
/// the main thread.
public final class AuthProvider implements FilterProvider {
  private static final int MAX_WAITING = 64;

  @Override
  public String name() {
    return "auth";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required("file", OptionType.PATH, "password file, written by htpasswd -B"),
        OptionSpec.of("realm", OptionType.TEXT, "realm that browsers show", "Restricted"),
        OptionSpec.of(
            "remember",
            OptionType.DURATION,
            "lifetime of a cached password after its last use",
            "5m"));
  }

  @Override
  public Filter create(ProviderContext context) {
    OptionValues options = context.options();
    String realm = options.text("realm");
    if (!realm.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
      throw new IllegalArgumentException(
          "the option realm must not contain \", \\ or non-ASCII characters: '" + realm + "'");
    }
    PasswordFile file =
        new PasswordFile(options.path("file"), options.duration("remember"), context.clock());
    // Half of the processors; the other half stays free for requests.
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    WorkerPool workers = new WorkerPool("otus-auth", threads, MAX_WAITING);
    context.onShutdown(workers::close);
    WorkerPool fileWorkers = new WorkerPool("otus-auth-file", 1, 1);
    context.onShutdown(fileWorkers::close);
    BasicAuth filter = new BasicAuth(file, fileWorkers, workers, context.clock(), realm);
    filter.register(context.metrics());
    return filter;
  }
}
