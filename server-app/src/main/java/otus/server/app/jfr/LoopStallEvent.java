package otus.server.app.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Registered;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// A turn of an event loop that took a second or more, written at its end.
@Name("otus.LoopStall")
@Label("Loop Stall")
@Category("otus-server")
@Description("A turn of an event loop that delayed its connections")
@StackTrace(false)
@Registered(false)
final class LoopStallEvent extends Event {
  @Label("Loop")
  @Nullable String loop;

  @Label("Time")
  @Timespan
  long time;

  @Label("Place")
  @Nullable String place;
}
