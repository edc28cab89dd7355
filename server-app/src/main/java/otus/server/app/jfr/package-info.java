/// Events of the JDK Flight Recorder: requests, connections, stalled loops. Uses the records of
/// server-http and `jdk.jfr`. Start with `FlightEvents`.
@NullMarked
package otus.server.app.jfr;

import org.jspecify.annotations.NullMarked;
