/// Parts of connections that each version of HTTP uses: buffers of received bytes, steps, timeouts,
/// the rate of sending, regions of files. Confined to the loop. Uses `exchange` and `config`.
/// Start with `StepRunner`.
@NullMarked
package otus.server.http.connection;

import org.jspecify.annotations.NullMarked;
