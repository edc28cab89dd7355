package events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;

/// Provides the handler `events`: a page, and a stream of events that it shows.
public final class EventsProvider implements HandlerProvider {

  @Override
  public String name() {
    return "events";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OptionSpec.of("interval", OptionType.DURATION, "time between two events", "1s"));
  }

  @Override
  public Handler create(ProviderContext context) {
    long millis = context.options().duration("interval").toMillis();
    if (millis < 1) {
      throw new IllegalArgumentException("the option interval is at least 1ms");
    }
    Ticks ticks = Ticks.start(millis, context.clock());
    context.onStop(ticks::end);
    return new EventsHandler(page(), ticks);
  }

  private static byte[] page() {
    try (InputStream in = EventsProvider.class.getResourceAsStream("page.html")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
