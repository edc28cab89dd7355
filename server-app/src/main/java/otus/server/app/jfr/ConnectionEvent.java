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

/// A connection, written at its end.
@Name("otus.Connection")
@Label("Connection")
@Category("otus-server")
@Description("A connection of a client that was closed")
@StackTrace(false)
@Registered(false)
final class ConnectionEvent extends Event {
  @Label("Peer")
  @Nullable String peer;

  @Label("Local Address")
  @Nullable String local;

  @Label("Requests")
  long requests;

  @Label("Time")
  @Timespan
  long time;
}
