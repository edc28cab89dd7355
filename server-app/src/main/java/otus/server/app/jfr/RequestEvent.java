package otus.server.app.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Registered;
import jdk.jfr.SettingDefinition;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/// A request, from the first byte of its head to the last byte of its response. It is written at
/// its end, so the recorder measures no duration: [#time] is that of the request, and the setting
/// `atLeast` is its minimum.
@Name("otus.Request")
@Label("Request")
@Category("otus-server")
@Description("A request that was answered or cut off")
@StackTrace(false)
@Registered(false)
final class RequestEvent extends Event {
  @Label("Method")
  @Nullable String method;

  @Label("Path")
  @Nullable String path;

  @Label("Status")
  int status;

  @Label("Bytes")
  @DataAmount
  long bytes;

  @Label("Handler")
  @Nullable String handler;

  @Label("Time")
  @Timespan
  long time;

  @Label("End")
  @Nullable String end;

  /// The minimum of [#time].
  @SettingDefinition
  @Name("atLeast")
  @Label("Minimum Time")
  boolean isSlow(TimeThreshold threshold) {
    return threshold.isReached(time);
  }
}
