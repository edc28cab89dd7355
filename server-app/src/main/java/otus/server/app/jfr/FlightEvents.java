package otus.server.app.jfr;

import java.time.Duration;
import java.util.List;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import org.jspecify.annotations.Nullable;
import otus.server.api.Attributes;
import otus.server.api.Request;
import otus.server.http.monitor.ConnectionRecord;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.LoopListener;
import otus.server.http.monitor.ServerListener;

/// Writes events into flight recordings. Until the recorder is used for the first time, as by `jcmd
/// PID JFR.start`, a request costs the check of a flag, and no event class is loaded. Owned by
/// `Server`; the methods run on the threads of their callers.
public final class FlightEvents implements ServerListener, LoopListener {
  private volatile boolean recorderInUse;

  /// Creates events that no recording gets before [#register].
  public FlightEvents() {}

  /// Waits for the first use of the recorder, without starting it. Loads classes of the recorder,
  /// so it is called when the server already serves.
  public void register() {
    if (FlightRecorder.isInitialized()) {
      begin(); // as by -XX:StartFlightRecording
      return;
    }
    FlightRecorder.addListener(
        new FlightRecorderListener() {
          @Override
          public void recorderInitialized(FlightRecorder recorder) {
            begin();
          }
        });
  }

  private void begin() {
    List.<Class<? extends Event>>of(RequestEvent.class, ConnectionEvent.class, LoopStallEvent.class)
        .forEach(FlightRecorder::register);
    recorderInUse = true;
  }

  @Override
  public LoopListener onLoop() {
    return this;
  }

  @Override
  public boolean usesExchanges() {
    return recorderInUse;
  }

  @Override
  public void onExchange(ExchangeRecord exchange) {
    if (recorderInUse) {
      write(exchange);
    }
  }

  private static void write(ExchangeRecord exchange) {
    RequestEvent event = new RequestEvent();
    if (!event.isEnabled()) {
      return;
    }
    event.time = exchange.nanos();
    if (!event.shouldCommit()) {
      return;
    }
    Request request = exchange.request();
    if (request == null) {
      event.path = exchange.partialLine();
    } else {
      event.method = request.method().name();
      event.path = request.target().rawPath();
      event.handler = handler(request);
    }
    event.status = exchange.status();
    event.bytes = exchange.bodyBytes();
    event.end = exchange.end().name();
    event.commit();
  }

  private static @Nullable String handler(Request request) {
    return request.attributes().get(Attributes.HANDLER);
  }

  @Override
  public void onConnection(ConnectionRecord connection) {
    if (recorderInUse) {
      write(connection);
    }
  }

  private static void write(ConnectionRecord connection) {
    ConnectionEvent event = new ConnectionEvent();
    if (event.isEnabled()) {
      event.peer = connection.peer().toString();
      event.local = connection.local().toString();
      event.requests = connection.requests();
      event.time = connection.nanos();
      event.commit();
    }
  }

  @Override
  public void onStall(String loop, Duration time, String place) {
    if (recorderInUse) {
      LoopStallEvent event = new LoopStallEvent();
      event.loop = loop;
      event.time = time.toNanos();
      event.place = place;
      event.commit();
    }
  }
}
