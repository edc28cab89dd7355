/// Observation by operators: records of exchanges and connections, and counters of the server.
/// Exported; uses server-api only. Start with `ServerListener`.
@NullMarked
package otus.server.http.monitor;

import org.jspecify.annotations.NullMarked;
