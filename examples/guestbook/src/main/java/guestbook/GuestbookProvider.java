package guestbook;

import java.sql.SQLException;
import java.util.List;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// Provides the handler `guestbook`. Its database is open while the server runs.
public final class GuestbookProvider implements HandlerProvider {

  @Override
  public String name() {
    return "guestbook";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required("file", OptionType.PATH, "database file, without the suffix .mv.db"),
        OptionSpec.of("title", OptionType.TEXT, "title of the page", "Guestbook"));
  }

  @Override
  public Handler create(ProviderContext context) {
    OptionValues options = context.options();
    try {
      Entries entries = Entries.open(options.path("file").toAbsolutePath());
      context.onShutdown(entries::close);
      return new Guestbook(options.text("title"), entries, context.clock()).handler();
    } catch (SQLException e) {
      throw new IllegalArgumentException("no database: " + e.getMessage(), e);
    }
  }
}
