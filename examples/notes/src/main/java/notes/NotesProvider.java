package notes;

import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.ProviderContext;

/// Provides the handler `notes`. Notes and sessions are in memory.
public final class NotesProvider implements HandlerProvider {

  @Override
  public String name() {
    return "notes";
  }

  @Override
  public Handler create(ProviderContext context) {
    return new Notes(new Sessions(context.clock())).handler();
  }
}
