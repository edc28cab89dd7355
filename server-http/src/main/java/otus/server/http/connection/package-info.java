/// What the connections of each version of HTTP share: buffers of received bytes, steps, timeouts,
/// the rate at which they send, parts of files. Confined to the loop. Uses `exchange` and `config`.
/// Start with `StepRunner`.
@NullMarked
package otus.server.http.connection;

import org.jspecify.annotations.NullMarked;
